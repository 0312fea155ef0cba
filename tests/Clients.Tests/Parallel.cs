using Xunit.Sdk;
using Xunit.v3;

// Each test has a namespace of its own, and names of its own for what lies in none. Two clients at a time keep two cores busy; the third waits for something.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 3)]

using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Resources.Reactors;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Reminders;

/// <summary>Any course of runs and reminders: whatever time a key wants to be looked at, it is looked at then or after, soon.</summary>
public sealed class ReminderCourseTests
{
    private const int Courses = 2000;
    private static readonly Wake One = new("reactor", "key");

    /// <summary>Longest that a look may be late: what is not told apart, the rounding to seconds, and the way of the message.</summary>
    private static readonly TimeSpan LateMax = ArmedReminders.Lateness + TimeSpan.FromSeconds(1) + TimeSpan.FromSeconds(2);

    [Fact]
    public void Serves_AnyCourse_LosesNoReminder()
    {
        for (var seed = 0; seed < Courses; seed++)
        {
            new Course(seed).Run();
        }
    }

    /// <summary>A reactor whose key has times at which something is due, as Resources promises of it: it asks for the next of them whenever it has looked.</summary>
    private sealed class Course(int seed)
    {
        private static readonly TimeSpan End = TimeSpan.FromMinutes(30);
        private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(2);
        private static readonly TimeSpan ArmedAgainMin = TimeSpan.FromSeconds(5);
        private static readonly TimeSpan RestMin = TimeSpan.FromSeconds(10);
        private readonly Random _random = new(seed);
        private readonly ArmedReminders _armed = new();
        private readonly List<TimeSpan> _due = [];
        private readonly PriorityQueue<(TimeSpan Due, bool IsNews), TimeSpan> _coming = new();
        private TimeSpan _now;

        public void Run()
        {
            for (var news = _random.Next(1, 30); news > 0; news--)
            {
                _coming.Enqueue((TimeSpan.Zero, true), Random(End));
            }

            while (_coming.TryDequeue(out var one, out var at))
            {
                _now = at;
                if (one.IsNews)
                {
                    _due.Add(_now + Random(TimeSpan.FromSeconds(_random.Next(2) == 0 ? 5 : 300)));
                }
                else if (one.Due - _now > ArmedAgainMin)
                {
                    // As the trigger does: armed again.
                    Remind(one.Due - _now);
                    continue;
                }

                Look();
            }

            Assert.True(_due.Count == 0, $"seed {seed}: never looked at: {string.Join(' ', _due)}");
        }

        private void Look()
        {
            Assert.All(_due.Where(due => due <= _now), due => Assert.True(_now - due <= LateMax, $"seed {seed}: due at {due}, looked at only at {_now}"));
            _due.RemoveAll(due => due <= _now);
            if (_due.Count > 0)
            {
                Remind(_due.Min() - _now);
            }
        }

        /// <summary>The rule of <see cref="ReminderQueue"/>, with a short limit of the queue, and messages that come late.</summary>
        private void Remind(TimeSpan after)
        {
            if (_armed.Serves(One, _now, _now + after))
            {
                return;
            }

            var visible = after <= DelayMax ? after : after - RestMin < DelayMax ? after - RestMin : DelayMax;
            var delay = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(visible.TotalSeconds)));
            _coming.Enqueue((_now + after, false), _now + delay + Random(TimeSpan.FromSeconds(1)));
            _armed.Add(One, _now, _now + delay, _now + after);
        }

        private TimeSpan Random(TimeSpan most) => TimeSpan.FromMilliseconds(_random.Next((int)most.TotalMilliseconds));
    }
}

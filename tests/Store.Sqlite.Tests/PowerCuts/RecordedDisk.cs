using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CloudOrchestrator.Store.Sqlite.Tests.PowerCuts;

/// <summary>Records what SQLite writes to the files of a folder and when it syncs them, in order. It stands between SQLite and its default
/// file system, so that what is recorded is what the library did, not what it is said to do.</summary>
internal sealed unsafe class RecordedDisk : IDisposable
{
    // Places in SQLite's structures sqlite3_vfs and sqlite3_io_methods, in pointers.
    private const int OpenPlace = 5;
    private const int DeletePlace = 6;
    private const int ClosePlace = 1;
    private const int WritePlace = 3;
    private const int TruncatePlace = 4;
    private const int SyncPlace = 5;
    private const int MethodsPlaces = 19;

    private static readonly ConcurrentDictionary<nint, (string Name, RecordedDisk Disk, nint Methods)> Files = new();
    private static readonly ConcurrentDictionary<string, RecordedDisk> Disks = new();
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int> OpenFile = Install();
    private static delegate* unmanaged[Cdecl]<nint, byte*, int, int> _deleteFile;

    private readonly Lock _lock = new();
    private readonly List<DiskEvent> _events = [];
    private readonly string _folder;

    public RecordedDisk(string folder)
    {
        _folder = folder;
        RuntimeHelpers.RunClassConstructor(typeof(RecordedDisk).TypeHandle);
        Disks[folder] = this;
    }

    /// <summary>All that happened so far.</summary>
    public IReadOnlyList<DiskEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public void Note(DiskEvent happened)
    {
        lock (_lock)
        {
            _events.Add(happened);
        }
    }

    public void Dispose() => Disks.TryRemove(_folder, out _);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern nint* FindFileSystem(byte* name);

    private static delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int> Install()
    {
        var fileSystem = FindFileSystem(null);
        var original = (delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>)fileSystem[OpenPlace];
        _deleteFile = (delegate* unmanaged[Cdecl]<nint, byte*, int, int>)fileSystem[DeletePlace];
        fileSystem[DeletePlace] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, int>)&Delete;
        fileSystem[OpenPlace] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int>)&Open;
        return original;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint fileSystem, byte* name, nint file, int flags, int* flagsOut)
    {
        var answer = OpenFile(fileSystem, name, file, flags, flagsOut);
        if (answer != 0 || Marshal.PtrToStringUTF8((nint)name) is not { } path || !Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk))
        {
            return answer;
        }

        var methods = *(nint*)file;
        var recording = (nint*)NativeMemory.Alloc(MethodsPlaces, (nuint)sizeof(nint));
        NativeMemory.Copy((void*)methods, recording, MethodsPlaces * (nuint)sizeof(nint));
        recording[ClosePlace] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Close;
        recording[WritePlace] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&Write;
        recording[TruncatePlace] = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&Truncate;
        recording[SyncPlace] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&Sync;
        Files[file] = (Path.GetFileName(path), disk, methods);
        *(nint*)file = (nint)recording;
        return answer;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint fileSystem, byte* name, int syncsFolder)
    {
        var answer = _deleteFile(fileSystem, name, syncsFolder);
        if (answer == 0 && Marshal.PtrToStringUTF8((nint)name) is { } path && Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk))
        {
            disk.Note(new DiskEvent.Delete(Path.GetFileName(path)));
        }

        return answer;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file)
    {
        Files.TryRemove(file, out var known);
        NativeMemory.Free((void*)*(nint*)file);
        *(nint*)file = known.Methods;
        return ((delegate* unmanaged[Cdecl]<nint, int>)((nint*)known.Methods)[ClosePlace])(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, byte* bytes, int count, long offset)
    {
        var known = Files[file];
        known.Disk.Note(new DiskEvent.Write(known.Name, offset, new ReadOnlySpan<byte>(bytes, count).ToArray()));
        return ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)((nint*)known.Methods)[WritePlace])(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long length)
    {
        var known = Files[file];
        known.Disk.Note(new DiskEvent.Truncate(known.Name, length));
        return ((delegate* unmanaged[Cdecl]<nint, long, int>)((nint*)known.Methods)[TruncatePlace])(file, length);
    }

    /// <summary>Noted once it is done: until then nothing is certain.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags)
    {
        var known = Files[file];
        var answer = ((delegate* unmanaged[Cdecl]<nint, int, int>)((nint*)known.Methods)[SyncPlace])(file, flags);
        if (answer == 0)
        {
            known.Disk.Note(new DiskEvent.Sync(known.Name));
        }

        return answer;
    }
}

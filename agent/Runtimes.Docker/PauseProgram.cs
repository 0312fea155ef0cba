using System.Buffers.Binary;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>
/// The program that a sandbox runs: it ignores its children's ends, so that the kernel reaps them, and sleeps. Written
/// out byte by byte, so that a sandbox needs neither a registry nor a compiler.
/// </summary>
internal static class PauseProgram
{
    private const ulong BaseAddress = 0x400000;
    private const int HeaderBytes = 64;
    private const int SegmentBytes = 56;
    private const int CodeOffset = HeaderBytes + SegmentBytes;
    private const int SigActionBytes = 32;
    private const ushort MachineAmd64 = 0x3e;
    private const ushort MachineArm64 = 0xb7;

    /// <summary>A static ELF executable for the processor, or null if there is none for it.</summary>
    /// <param name="architecture">In Go's words.</param>
    public static byte[]? For(string architecture) => architecture switch
    {
        "amd64" => Image(MachineAmd64, Amd64Code),
        "arm64" => Image(MachineArm64, _ => Arm64Code()),
        _ => null,
    };

    /// <remarks>rt_sigaction is system call 13, pause is 34, SIGCHLD is 17.</remarks>
    private static byte[] Amd64Code(ulong actionAddress)
    {
        var code = new byte[]
        {
            0xb8, 13, 0, 0, 0, // mov eax, 13
            0xbf, 17, 0, 0, 0, // mov edi, 17
            0xbe, 0, 0, 0, 0, // mov esi, action
            0x31, 0xd2, // xor edx, edx
            0x41, 0xba, 8, 0, 0, 0, // mov r10d, 8
            0x0f, 0x05, // syscall
            0xb8, 34, 0, 0, 0, // sleep: mov eax, 34
            0x0f, 0x05, // syscall
            0xeb, 0xf7, // jmp sleep
        };
        BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(11), (uint)actionAddress);
        return Padded(code);
    }

    /// <remarks>rt_sigaction is system call 134; there is no pause, so ppoll, 73, without descriptors or time-out.</remarks>
    private static byte[] Arm64Code()
    {
        const uint SystemCall = 0xd4000001;
        const int ActionInstruction = 16;
        uint[] words =
        [
            Move(0, 17), 0x10000000 | (uint)(((ActionInstruction - 1) * 4) >> 2 << 5) | 1, Move(2, 0), Move(3, 8), Move(8, 134), SystemCall,
            Move(0, 0), Move(1, 0), Move(2, 0), Move(3, 0), Move(4, 8), Move(8, 73), SystemCall,
            0x14000000 | (unchecked((uint)-7) & 0x3ffffff),
            0xd503201f, 0xd503201f,
        ];
        var code = new byte[words.Length * 4];
        for (var index = 0; index < words.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(index * 4), words[index]);
        }

        return code;
    }

    /// <summary>movz x{register}, #{value}</summary>
    private static uint Move(uint register, uint value) => 0xd2800000 | (value << 5) | register;

    private static byte[] Padded(byte[] code)
    {
        var padded = new byte[(code.Length + 15) / 16 * 16];
        code.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>Header, one loaded segment, the code, and behind it the action: handler 1 (ignore) and zeros.</summary>
    private static byte[] Image(ushort machine, Func<ulong, byte[]> codeFor)
    {
        var codeBytes = codeFor(0).Length;
        var code = codeFor(BaseAddress + (ulong)(CodeOffset + codeBytes));
        var file = new byte[CodeOffset + codeBytes + SigActionBytes];
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(file);
        var header = file.AsSpan();
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2); // executable
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], BaseAddress + CodeOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], SegmentBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);
        var segment = header[HeaderBytes..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1); // loaded
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5); // readable, executable
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], BaseAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], BaseAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x10000);
        code.CopyTo(file, CodeOffset);
        file[CodeOffset + codeBytes] = 1;
        return file;
    }
}

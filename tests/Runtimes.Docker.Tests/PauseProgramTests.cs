using System.Buffers.Binary;
using Xunit;

namespace CloudOrchestrator.Runtimes.Docker.Tests;

public sealed class PauseProgramTests
{
    [Theory]
    [InlineData("amd64", 0x3e)]
    [InlineData("arm64", 0xb7)]
    public void For_KnownProcessor_IsAnExecutableForIt(string architecture, int machine)
    {
        var program = PauseProgram.For(architecture)!;
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F'], program[..4]);
        Assert.Equal(machine, BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(18)));
        Assert.Equal(program.Length, (int)BinaryPrimitives.ReadUInt64LittleEndian(program.AsSpan(64 + 32)));
    }

    [Fact]
    public void For_UnknownProcessor_IsNone() => Assert.Null(PauseProgram.For("z80"));

    [Fact]
    public void For_Arm64_PointsBehindItsCode()
    {
        // adr x1, +60: the second instruction; the action lies behind sixteen of them.
        const int Code = 120;
        var instruction = BinaryPrimitives.ReadUInt32LittleEndian(PauseProgram.For("arm64").AsSpan(Code + 4));
        Assert.Equal(60, (int)((instruction >> 5 & 0x7ffff) << 2 | instruction >> 29 & 3));
        Assert.Equal(1, PauseProgram.For("arm64")![Code + 64]);
    }
}

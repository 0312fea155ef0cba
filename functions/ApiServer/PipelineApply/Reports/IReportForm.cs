using System.Buffers;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>A form in which a report is written.</summary>
internal interface IReportForm
{
    /// <summary>Its Content-Type.</summary>
    string ContentType { get; }

    /// <summary>Writes what became of an object.</summary>
    void WriteResult(IBufferWriter<byte> output, ApplyResult result);

    /// <summary>Writes what an object is waited for.</summary>
    void WriteWaiting(IBufferWriter<byte> output, ApplyResult result, string what);

    /// <summary>Writes that an object is ready.</summary>
    void WriteReady(IBufferWriter<byte> output, ApplyResult result);

    /// <summary>Writes something that shows that the answer still goes on.</summary>
    void WriteFiller(IBufferWriter<byte> output, IReadOnlyCollection<(ApplyResult Result, string What)> waiting);

    /// <summary>Writes the end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="results">All results, as they are in the end.</param>
    /// <param name="isOk">Whether all went well.</param>
    void WriteEnd(IBufferWriter<byte> output, IReadOnlyList<ApplyResult> results, bool isOk);
}

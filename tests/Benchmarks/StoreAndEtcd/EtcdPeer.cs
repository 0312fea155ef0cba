using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.StoreAndEtcd.Etcd;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CloudOrchestrator.StoreAndEtcd;

/// <summary>Debian's etcd over gRPC on loopback, with its default durability.</summary>
internal sealed class EtcdPeer : IPeer
{
    private readonly Process _process;
    private readonly GrpcChannel _channel;
    private readonly KV.KVClient _kv;
    private readonly Watch.WatchClient _watch;

    private EtcdPeer(Process process, int port)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _kv = new KV.KVClient(_channel);
        _watch = new Watch.WatchClient(_channel);
    }

    public string Name => "etcd";

    public static async Task<EtcdPeer> StartAsync(string folder)
    {
        var (client, peer) = (FreePort(), FreePort());
        var process = Process.Start(new ProcessStartInfo("etcd")
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                "--data-dir", Path.Combine(folder, "etcd"), "--logger", "zap", "--log-level", "error", "--quota-backend-bytes", "8589934592",
                "--listen-client-urls", $"http://127.0.0.1:{client}", "--advertise-client-urls", $"http://127.0.0.1:{client}",
                "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}", "--initial-cluster", $"default=http://127.0.0.1:{peer}",
            },
        }) ?? throw new InvalidOperationException("etcd is missing: apt-get install etcd-server.");
        process.BeginErrorReadLine();
        var etcd = new EtcdPeer(process, client);
        await etcd._kv.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8("ready") }, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30)).WithWaitForReady());
        return etcd;
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> value) =>
        await _kv.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = UnsafeByteOperations.UnsafeWrap(value) });

    public async Task<int> GetAsync(string key) =>
        (await _kv.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8(key) })).Kvs.Single().Value.Length;

    public async Task<long> ListAsync(string prefix) =>
        (await _kv.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8(prefix), RangeEnd = End(prefix) })).Kvs.Sum(item => (long)item.Value.Length);

    public async Task WatchAsync(string prefix, Action<ReadOnlyMemory<byte>> onChange, CancellationToken cancellationToken)
    {
        var call = _watch.Watch(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = ByteString.CopyFromUtf8(prefix), RangeEnd = End(prefix) } }, cancellationToken);
        await call.ResponseStream.MoveNext(cancellationToken);
        _ = Task.Run(async () =>
        {
            try
            {
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    foreach (var change in call.ResponseStream.Current.Events)
                    {
                        onChange(change.Kv.Value.Memory);
                    }
                }
            }
            catch (RpcException fault) when (fault.StatusCode == StatusCode.Cancelled)
            {
                // The run is over.
            }
        }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The first key behind all that start with the prefix.</summary>
    private static ByteString End(string prefix) => ByteString.CopyFromUtf8(prefix[..^1] + (char)(prefix[^1] + 1));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

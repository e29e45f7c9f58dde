using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace LocalRag.Models.Store;

/// <summary>
/// Downloads one file to <c>.partial/SHA256</c> under the store. The name is the content's own, so that whatever lies there can be gone on with,
/// and no other file is ever mixed into it.
/// </summary>
internal sealed class ModelDownload(ModelStoreOptions options, ModelHub hub, Func<string, long> freeBytes)
{
    private const int BufferBytes = 1024 * 1024;

    // A line that drops this often without a byte in between will not mend itself while the user waits.
    private const int MostFruitlessAttempts = 4;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    public long BytesHere(string sha256) => new FileInfo(PartPath(sha256)) is { Exists: true } part ? part.Length : 0;

    /// <summary>Gives the path of the whole file, its hash checked, still under its temporary name.</summary>
    public async Task<string> FetchAsync(PullPlan plan, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        var path = PartPath(plan.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var part = OpenPart(path, plan);
        RequireRoom(plan, part.Length);
        var watch = Stopwatch.StartNew();
        var start = part.Length;
        var fruitless = 0;
        var nextReport = TimeSpan.Zero;
        while (part.Length < plan.Bytes)
        {
            var before = part.Length;
            try
            {
                await ContinueAsync(plan, part, done => Report(done), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsInterruption(error, cancellationToken))
            {
                fruitless = part.Length > before ? 0 : fruitless + 1;
                if (fruitless >= MostFruitlessAttempts)
                    throw new ModelException(ModelError.Unreachable, $"The download of {plan.Name} broke off at {Megabytes(part.Length)} of {Megabytes(plan.Bytes)} MB: {error.Message}. 'localrag models pull' goes on from there.", error);
                await Task.Delay(TimeSpan.FromMilliseconds(250 * fruitless), cancellationToken).ConfigureAwait(false);
            }
        }

        Report(part.Length, last: true);
        await VerifyAsync(plan, part, cancellationToken).ConfigureAwait(false);
        return path;

        void Report(long done, bool last = false)
        {
            if (progress is null || (!last && watch.Elapsed < nextReport)) return;
            nextReport = watch.Elapsed + ReportInterval;
            progress.Report(new PullProgress(done, plan.Bytes, (done - start) / Math.Max(watch.Elapsed.TotalSeconds, 1e-3)));
        }
    }

    private async Task ContinueAsync(PullPlan plan, FileStream part, Action<long> report, CancellationToken cancellationToken)
    {
        using var response = await hub.OpenAsync(plan, part.Length, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != part.Length))
            throw new ModelException(ModelError.Failed, $"{plan.Repository} does not have the {Megabytes(plan.Bytes)} MB of {plan.File} that it announced.");
        // A server or proxy that cannot give a part gives the whole, from its beginning.
        if (response.StatusCode != HttpStatusCode.PartialContent) part.SetLength(0);
        part.Seek(0, SeekOrigin.End);

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (part.Length < plan.Bytes)
        {
            stall.CancelAfter(options.StallTimeout);
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, plan.Bytes - part.Length)), stall.Token).ConfigureAwait(false);
            if (read == 0) throw new IOException("the server ended the transfer early");
            await part.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            report(part.Length);
        }
    }

    private async Task VerifyAsync(PullPlan plan, FileStream part, CancellationToken cancellationToken)
    {
        part.Seek(0, SeekOrigin.Begin);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken).ConfigureAwait(false));
        if (hash == plan.Sha256)
        {
            part.Flush(flushToDisk: true);
            return;
        }

        part.SetLength(0);
        throw new ModelException(ModelError.Damaged, $"What came for {plan.Name} is not what {options.Hub.Host} announced: its SHA-256 is {hash}, not {plan.Sha256}. It was thrown away; pull again.");
    }

    private void RequireRoom(PullPlan plan, long here)
    {
        var needed = plan.Bytes - here + options.FreeBytesToLeave;
        var free = freeBytes(options.Folder);
        if (free < needed)
            throw new ModelException(ModelError.NoRoom, $"{plan.Name} needs {Megabytes(needed)} MB on the disk of {options.Folder}, which has {Megabytes(free)} MB free. Make room, choose a smaller quantisation, or move LOCALRAG_HOME to another disk.");
    }

    private static FileStream OpenPart(string path, PullPlan plan)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new ModelException(ModelError.Locked, $"Another pull of {plan.Name} is under way.", error);
        }
    }

    private static bool IsInterruption(Exception error, CancellationToken cancellationToken) =>
        error is IOException or HttpRequestException or ModelException { Error: ModelError.Unreachable } || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private string PartPath(string sha256) => Path.Combine(options.Folder, ".partial", sha256);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// Runs ast-grep over the texts of a batch. The texts are written to a folder of their own under names of our making:
/// ast-grep never sees a repository's names, links, ignore files or its <c>sgconfig.yml</c>, which can load libraries.
/// </summary>
internal sealed class AstGrep(string program)
{
    // What ast-grep prints of a match is its text several times over, and again for each match around it.
    private const int OutputPerByte = 100;

    private const string FolderPrefix = "localrag-syntax-";

    /// <summary>No batch lives this long: a folder that is older was left by a run that was killed.</summary>
    private static readonly TimeSpan OldestFolder = TimeSpan.FromHours(1);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private int _swept;

    /// <summary>How long a batch may take; ast-grep reads thousands of files in that time.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Finds what the rules of the documents' grammars name; a list of matches a document, in no order.</summary>
    /// <exception cref="AstGrepException">ast-grep is missing, failed, took too long or printed too much.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process is gone.</exception>
    public async Task<List<SyntaxMatch>[]> ScanAsync(
        IReadOnlyList<(SourceDocument Document, SyntaxGrammar Grammar)> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _swept, 1) == 0) Sweep();
        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        try
        {
            var size = Write(batch, folder, cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeLimit);
            try
            {
                return await RunAsync(batch, folder, size * OutputPerByte + (16 << 20), limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new AstGrepException("ast-grep took too long");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Sweep()
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(FolderPrefix + "*"))
        {
            try
            {
                if (folder.LinkTarget is null && DateTime.UtcNow - folder.LastWriteTimeUtc > OldestFolder) folder.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another run has swept it.
            }
        }
    }

    private static long Write(IReadOnlyList<(SourceDocument Document, SyntaxGrammar Grammar)> batch, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        File.WriteAllText(Path.Combine(folder, "sgconfig.yml"), "ruleDirs: [rules]\n");
        foreach (var grammar in batch.Select(static item => item.Grammar).Distinct())
        {
            using var rules = new StreamWriter(Path.Combine(folder, "rules", grammar.Language + ".yml"));
            grammar.WriteRules(rules);
        }

        long size = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = Utf8.GetBytes(batch[index].Document.Text);
            size += bytes.Length;
            File.WriteAllBytes(Path.Combine(folder, "files", string.Create(CultureInfo.InvariantCulture, $"{index:D6}.{batch[index].Grammar.Extension}")), bytes);
        }

        return size;
    }

    private async Task<List<SyntaxMatch>[]> RunAsync(
        IReadOnlyList<(SourceDocument Document, SyntaxGrammar Grammar)> batch, string folder, long outputLimit, CancellationToken cancellationToken)
    {
        using var process = Start(folder);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var matches = await ReadAsync(process.StandardOutput.BaseStream, batch, outputLimit, cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var said = await errors.ConfigureAwait(false);
            return process.ExitCode == 0
                ? matches
                : throw new AstGrepException($"ast-grep failed ({process.ExitCode}): {said.Replace(folder, "", StringComparison.Ordinal).Trim().Split('\n')[0].Trim()}");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new AstGrepException($"ast-grep's output ended badly: {error.Message}", error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                // Not cancelled: the folder is deleted next, and a live process would hold it on Windows.
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private Process Start(string folder)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        if (Environment.GetEnvironmentVariable("SystemRoot") is { } root) start.Environment["SystemRoot"] = root;
        foreach (var argument in (ReadOnlySpan<string>)["scan", "--config", "sgconfig.yml", "--custom-languages=ignore", "--json=stream"])
            start.ArgumentList.Add(argument);
        foreach (var rule in (ReadOnlySpan<string>)["hidden", "dot", "exclude", "global", "parent", "vcs"])
            start.ArgumentList.Add("--no-ignore=" + rule);
        start.ArgumentList.Add("files");
        try
        {
            return Process.Start(start) ?? throw new AstGrepException("ast-grep did not start");
        }
        catch (Win32Exception error)
        {
            throw new AstGrepException($"ast-grep did not start: {error.Message}", error);
        }
    }

    private static async Task<List<SyntaxMatch>[]> ReadAsync(
        Stream output, IReadOnlyList<(SourceDocument Document, SyntaxGrammar Grammar)> batch, long outputLimit, CancellationToken cancellationToken)
    {
        var matches = new List<SyntaxMatch>[batch.Count];
        for (var index = 0; index < matches.Length; index++) matches[index] = [];
        var offsets = new Utf8Offsets?[batch.Count];
        var buffer = new byte[1 << 16];
        var filled = 0;
        long total = 0;
        while (true)
        {
            var read = await output.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            total += read;
            if (total > outputLimit) throw new AstGrepException("ast-grep found too much nested in each other");
            var from = filled;
            filled += read;
            var taken = 0;
            while (buffer.AsSpan(from, filled - from).IndexOf((byte)'\n') is >= 0 and var length)
            {
                Add(AstGrepOutput.Parse(buffer.AsSpan(taken, from + length - taken)), batch, offsets, matches);
                from = taken = from + length + 1;
            }

            buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
            filled -= taken;
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (filled > 0) Add(AstGrepOutput.Parse(buffer.AsSpan(0, filled)), batch, offsets, matches);
        return matches;
    }

    private static void Add(
        AstGrepOutput match, IReadOnlyList<(SourceDocument Document, SyntaxGrammar Grammar)> batch, Utf8Offsets?[] offsets, List<SyntaxMatch>[] matches)
    {
        if (!int.TryParse(Path.GetFileNameWithoutExtension(match.File.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= batch.Count
            || !int.TryParse(match.RuleId.AsSpan(match.RuleId.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var rule)
            || rule >= batch[index].Grammar.Rules.Count)
            throw new JsonException("ast-grep named a file or rule that it was not given.");
        var map = offsets[index] ??= new Utf8Offsets(batch[index].Document.Text);
        matches[index].Add(new SyntaxMatch(
            batch[index].Grammar.Rules[rule], map.ToCharacter(match.Start), map.ToCharacter(match.End), match.Name, map.ToCharacter(match.NameStart)));
    }
}

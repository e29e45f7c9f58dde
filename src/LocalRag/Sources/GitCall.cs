using System.Diagnostics;
using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// The only place that starts git. A repository's own settings can name programs to run (core.fsmonitor, hooks, pagers, filters, text
/// converters, transports); every call switches them off, sees a cleaned environment, reads no input, and is bounded in time and output.
/// Only commands that read the index, the folder listing or commits belong here: what compares file contents runs filters.
/// The exception is the fetch that a push asks for, which names the protocols it may speak and is refused where filters are set.
/// </summary>
internal sealed class GitCall(SourceOptions options)
{
    private const int MaxErrorCharacters = 2000;

    private static readonly string[] Hardening =
    [
        "--no-pager", "--no-optional-locks",
        "-c", "core.fsmonitor=false",
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.pager=cat",
        "-c", "core.sshCommand=false",
        "-c", "core.alternateRefsCommand=false",
        "-c", "core.attributesFile=/dev/null",
        "-c", "core.untrackedCache=false",
        "-c", "credential.helper=",
        "-c", "diff.external=",
        "-c", "gpg.program=false",
        "-c", "protocol.allow=never",
        "-c", "safe.bareRepository=explicit",
    ];

    // ssh must never ask, and housekeeping would go on in the background with the repository's own settings.
    private static readonly string[] Network = ["-c", "core.sshCommand=ssh -oBatchMode=yes", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "transfer.fsckObjects=true", "-c", "http.followRedirects=initial"];

    /// <summary>Runs git and gives its exit code and output.</summary>
    /// <param name="folder">Where git starts; must be inside the working tree.</param>
    /// <param name="workTree">The working tree's top, which a repository's own core.worktree may not move.</param>
    /// <param name="arguments">The command and its arguments, never seen by a shell.</param>
    /// <exception cref="SourceException">There is no git, it ran past its time, or it printed too much.</exception>
    /// <param name="protocols">What git may speak to other machines, separated by colons; null for nothing.</param>
    public GitResult Run(string folder, string workTree, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? protocols = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Environment.Git is not { } executable)
            throw new SourceException("git is not on the PATH; install it, or index without it (Sources:UseGit=false).");
        var start = new ProcessStartInfo(executable)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in options.Environment.Variables) start.Environment[name] = value;
        foreach (var argument in Hardening) start.ArgumentList.Add(argument);
        if (protocols is not null)
        {
            start.Environment["GIT_ALLOW_PROTOCOL"] = protocols;
            foreach (var argument in Network) start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add($"--work-tree={workTree}");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = Start(start);
        var command = arguments[0];
        using var late = new CancellationTokenSource(options.GitTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var kill = either.Token.Register(() => Kill(process));
        process.StandardInput.Close();
        var errors = ReadErrorsAsync(process.StandardError);
        var output = ReadOutput(process, command);
        var error = errors.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (late.IsCancellationRequested)
            throw new SourceException($"git {command} took longer than {options.GitTimeout.TotalSeconds:0} s (Sources:GitTimeout) and was ended.");
        return new GitResult(command, process.ExitCode, output, error);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new SourceException("git could not be started.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new SourceException($"git could not be started: {exception.Message}", exception);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, which is what was wanted.
        }
    }

    private static async Task<string> ReadErrorsAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[512];
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            text.Append(buffer, 0, Math.Min(read, MaxErrorCharacters - text.Length));
        return text.ToString().Trim();
    }

    private byte[] ReadOutput(Process process, string command)
    {
        var stream = process.StandardOutput.BaseStream;
        using var output = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (output.Length + read > options.MaxGitOutputBytes)
            {
                Kill(process);
                throw new SourceException($"git {command} printed more than {options.MaxGitOutputBytes} bytes (Sources:MaxGitOutputBytes) and was ended.");
            }

            output.Write(buffer, 0, read);
        }

        return output.ToArray();
    }
}

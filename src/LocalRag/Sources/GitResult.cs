namespace LocalRag.Sources;

/// <summary>What one git call gave back.</summary>
/// <param name="Command">The git command that ran.</param>
/// <param name="ExitCode">0 where all went well.</param>
/// <param name="Output">The bytes of standard output.</param>
/// <param name="Error">What it said on standard error, cut to a readable length.</param>
internal sealed record GitResult(string Command, int ExitCode, byte[] Output, string Error)
{
    /// <exception cref="SourceException">The exit code is not 0.</exception>
    public byte[] OutputOrThrow() =>
        ExitCode == 0 ? Output : throw new SourceException($"git {Command} ended with {ExitCode}: {(Error.Length > 0 ? Error : "it gave no reason")}");
}

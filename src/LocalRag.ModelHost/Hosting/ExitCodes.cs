namespace LocalRag.ModelHost.Hosting;

/// <summary>The host's exit codes, the same as the command line's.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Locked = 5;
}

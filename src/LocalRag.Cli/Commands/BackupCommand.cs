using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag backup</c> and <c>localrag restore</c>: an index to a file and back.</summary>
internal sealed class BackupCommand : ExampleCommand
{
    private readonly Argument<string> _file;
    private readonly bool _restores;

    private BackupCommand(string name, string description, string file, bool restores, Terminal terminal)
        : base(name, description)
    {
        _restores = restores;
        _file = new Argument<string>("file") { Description = file };
        Add(_file);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    public static BackupCommand Backup(Terminal terminal) => new("backup", "Copy the index to one file, also while it is in use", "The file to make", restores: false, terminal)
    {
        Examples = [("localrag backup /mnt/backups/index-monday.db", "as it is at this moment"), ("localrag backup work.db --kb work", "another knowledge base")],
    };

    public static BackupCommand Restore(Terminal terminal) => new("restore", "Put a backup in place of the index, once it has been found whole", "The file that 'localrag backup' made", restores: true, terminal)
    {
        Examples = [("localrag restore /mnt/backups/index-monday.db", "then 'localrag index PATH' brings it up to date"), ("localrag restore work.db --kb work", "another knowledge base")],
    };

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(_file));
        using var knowledgeBase = CommonOptions.Open(parsed);
        await (_restores ? knowledgeBase.RestoreAsync(file, cancellationToken) : knowledgeBase.BackupAsync(file, cancellationToken));
        var size = new FileInfo(file).Length;
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, new BackupJson(file, knowledgeBase.IndexPath, size));
        else terminal.Out.WriteLine($"{(_restores ? "Restored" : "Wrote")} {TerminalText.CleanLine(file)} ({ByteSize.Format(size)}), checked.");

        return ExitCode.Fine;
    }
}

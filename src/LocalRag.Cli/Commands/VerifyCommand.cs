using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LocalRag.Answering;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Documents;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag verify</c>: does each cited place carry its sentence?</summary>
internal sealed class VerifyCommand : ExampleCommand
{
    /// <summary>A cited file is source text; what is larger is not read.</summary>
    private const long LargestFile = 8 * 1024 * 1024;

    private readonly Argument<string?> _file = new("file") { Description = "A text that cites path:line; - is standard input", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _claims = new("--claims")
    {
        Description = "Claims, one JSON object a line: {\"id\", \"sentence\", \"source\"}",
        HelpName = "FILE.jsonl",
    };

    public VerifyCommand(Terminal terminal)
        : base("verify", "Tell whether the lines that a text cites carry its sentences")
    {
        Add(_file);
        Add(_claims);
        Examples =
        [
            ("localrag verify report.md", "check each sentence that cites src/Loan.cs:10-24"),
            ("localrag verify --claims claims.jsonl --json", "check pairs of a sentence and its source"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var (file, claims) = (parsed.GetValue(_file), parsed.GetValue(_claims));
        if (file is null == claims is null) throw new UsageException("Name a file to verify, or --claims FILE.jsonl. See 'localrag verify --help'.");
        using var knowledgeBase = CommonOptions.Open(parsed);
        var json = parsed.GetValue(CommonOptions.Json);
        if (claims is not null)
        {
            VerifyClaims(claims, knowledgeBase, terminal, json, cancellationToken);
            return ExitCode.Fine;
        }

        return await VerifyFileAsync(file!, knowledgeBase, terminal, json, cancellationToken);
    }

    private static void VerifyClaims(string path, KnowledgeBase knowledgeBase, Terminal terminal, bool json, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var line in ReadText(path, "--claims").Split('\n'))
        {
            number++;
            cancellationToken.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line)) continue;
            var claim = Parse(line, $"{path}:{number}");
            var verdict = knowledgeBase.Verify(claim.Sentence!, claim.Source!);
            if (json) CliJson.Write(terminal, new VerdictJson(claim.Id, verdict.Supported, verdict.Score, verdict.Reason));
            else Print(terminal, claim.Id ?? $"line {number}", claim.Sentence!, verdict);
        }
    }

    private static async Task<int> VerifyFileAsync(string path, KnowledgeBase knowledgeBase, Terminal terminal, bool json, CancellationToken cancellationToken)
    {
        var (sentences, unsupported) = (0, 0);
        foreach (var sentence in CitedSentenceReader.Read(ReadText(path, "verify")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var verdict = await VerifyAsync(sentence, path, knowledgeBase, cancellationToken);
            sentences++;
            if (!verdict.Supported) unsupported++;
            var places = sentence.Places.Select(place => place.ToString()).ToList();
            if (json) CliJson.Write(terminal, new VerdictJson(null, verdict.Supported, verdict.Score, verdict.Reason, sentence.Line, sentence.Text, places));
            else Print(terminal, $"{(path == "-" ? "line " : path + ":")}{sentence.Line}  {string.Join(", ", places)}", sentence.Text, verdict);
        }

        if (sentences == 0)
        {
            terminal.Say($"No sentence of {path} cites a place. A citation is path:line or path:from-to.");
            return ExitCode.NothingFound;
        }

        terminal.Say($"{sentences} cited {(sentences == 1 ? "sentence" : "sentences")}, {unsupported} not carried by {(unsupported == 1 ? "its" : "their")} lines.");
        return unsupported == 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private static async Task<Verdict> VerifyAsync(CitedSentence sentence, string citing, KnowledgeBase knowledgeBase, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var place in sentence.Places)
        {
            var found = FindNear(place.Path, citing) ?? await knowledgeBase.ResolvePathAsync(place.Path, cancellationToken);
            if (found is null) return new Verdict(false, 0, $"there is no file {place.Path}");
            if (new FileInfo(found).Length > LargestFile) return new Verdict(false, 0, $"{place.Path} is too large to be a source");
            var text = await File.ReadAllTextAsync(found, cancellationToken);
            var lines = new LineMap(text);
            if (place.Span.StartLine > lines.Count) return new Verdict(false, 0, string.Create(CultureInfo.InvariantCulture, $"{place.Path} has {lines.Count} lines"));
            texts.Add(lines.Slice(place.Span with { EndLine = Math.Min(place.Span.EndLine, lines.Count) }));
        }

        return knowledgeBase.Verify(sentence.Text, string.Join('\n', texts));
    }

    /// <summary>A file beside the citing text, or in a folder around it, or below where we stand.</summary>
    private static string? FindNear(string path, string citing)
    {
        if (File.Exists(path)) return path;
        for (var folder = citing == "-" ? null : Directory.GetParent(Path.GetFullPath(citing)); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, path) is var near && File.Exists(near)) return near;
        return null;
    }

    private static void Print(Terminal terminal, string where, string sentence, Verdict verdict)
    {
        terminal.Out.WriteLine($"{(verdict.Supported ? "carried    " : "not carried")}  {TerminalText.CleanLine(where)}");
        terminal.Out.WriteLine($"             {TerminalText.CleanLine(sentence)}");
        if (!verdict.Supported) terminal.Out.WriteLine($"             {TerminalText.CleanLine(verdict.Reason)}");
    }

    private static string ReadText(string path, string option)
    {
        try
        {
            return path == "-" ? Console.In.ReadToEnd() : File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path}: the file cannot be read. {exception.Message}");
        }
    }

    private static ClaimLine Parse(string line, string place)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LineJson.Default.ClaimLine) is { Sentence: not null, Source: not null } claim
                ? claim
                : throw new UsageException($"{place}: the line has no \"sentence\" or no \"source\".");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{place}: not a JSON object of the form {{\"id\", \"sentence\", \"source\"}}. {exception.Message}");
        }
    }
}

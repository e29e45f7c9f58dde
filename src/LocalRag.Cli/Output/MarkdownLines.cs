using System.Text;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Draws Markdown on a terminal line by line, as it streams in: bold, code, headings, lists and fenced code in its language's colours.</summary>
/// <remarks>A parser of whole documents would hold the answer back until its end. Text is expected to be cleaned already.</remarks>
internal sealed class MarkdownLines(IAnsiConsole canvas)
{
    private const string Fence = "```";

    private readonly StringBuilder _line = new();
    private SourceColours? _code;

    public void Write(string text)
    {
        foreach (var c in text)
        {
            if (c != '\n')
            {
                _line.Append(c);
                continue;
            }

            DrawLine(_line.ToString());
            _line.Clear();
        }
    }

    /// <summary>Draws what is left of a last line without a line end.</summary>
    public void End()
    {
        if (_line.Length == 0) return;
        DrawLine(_line.ToString());
        _line.Clear();
    }

    private void DrawLine(string line)
    {
        if (line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
        {
            _code = _code is null ? new SourceColours(LanguageFamily.Of(line.Trim().Trim('`'))) : null;
            return;
        }

        var paragraph = new Paragraph();
        if (_code is not null) DrawCode(paragraph, line);
        else if (line.StartsWith('#')) paragraph.Append(line.TrimStart('#').TrimStart(), Ink.Strong);
        else DrawInline(paragraph, line.StartsWith("- ", StringComparison.Ordinal) ? "• " + line[2..] : line);
        canvas.Write(paragraph);
        canvas.WriteLine();
    }

    private void DrawCode(Paragraph paragraph, string line)
    {
        paragraph.Append("    ");
        foreach (var (start, length, kind) in _code!.Next(line)) paragraph.Append(line.Substring(start, length), Ink.Of(kind));
    }

    private static void DrawInline(Paragraph paragraph, string line)
    {
        // A whole line in underscores is a remark of the program's own.
        var remark = line.Length > 2 && line[0] == '_' && line[^1] == '_';
        if (remark) line = line[1..^1];

        var bold = false;
        var code = false;
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            var mark = i == line.Length ? 1 : line[i] == '`' ? 1 : !code && line.AsSpan(i).StartsWith("**") ? 2 : 0;
            if (mark == 0) continue;
            if (i > start) paragraph.Append(line[start..i], Style(bold, code, remark));
            if (i == line.Length) break;
            if (mark == 2) bold = !bold;
            else code = !code;
            i += mark - 1;
            start = i + 1;
        }
    }

    private static Style Style(bool bold, bool code, bool remark) =>
        (bold, code, remark) switch
        {
            (_, true, _) => Ink.Code,
            (true, _, _) => Ink.Strong,
            (_, _, true) => Ink.Faint,
            _ => Ink.Plain,
        };
}

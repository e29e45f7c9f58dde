using System.Text;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>The output streams of a run, and how much each may be decorated.</summary>
/// <remarks>
/// Data goes to <see cref="Out"/>, progress and remarks to <see cref="Error"/>. The consoles that draw are made when first drawn
/// on, because a run with <c>--json</c> never needs them and they cost a cold start some tens of milliseconds.
/// </remarks>
internal sealed class Terminal : IDisposable
{
    /// <summary>Lines that no terminal breaks are left whole: a reader of the pipe may need all of them.</summary>
    private const int PipeWidth = 100_000;

    private readonly BrokenPipeStream _standardOutput;
    private readonly Lazy<IAnsiConsole> _console;
    private readonly Lazy<IAnsiConsole> _errorConsole;

    public Terminal()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        OutIsTerminal = !Console.IsOutputRedirected;
        ErrorIsTerminal = !Console.IsErrorRedirected;
        _standardOutput = new BrokenPipeStream(Console.OpenStandardOutput());
        Out = new StreamWriter(_standardOutput, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024);
        Error = Console.Error;
        _console = new(() => Create(Out, OutIsTerminal));
        _errorConsole = new(() => Create(Error, ErrorIsTerminal));
    }

    public StreamWriter Out { get; }

    public TextWriter Error { get; }

    public bool OutIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>True once the reader of a pipe has gone.</summary>
    public bool OutIsBroken => _standardOutput.IsBroken;

    /// <summary>Draws on standard output.</summary>
    public IAnsiConsole Canvas => _console.Value;

    /// <summary>Draws on standard error.</summary>
    public IAnsiConsole ErrorCanvas => _errorConsole.Value;

    /// <summary>Writes one remark to standard error.</summary>
    public void Say(string message) => Remark("localrag: " + TerminalText.Clean(message));

    /// <summary>Writes a line to standard error, on a terminal broken between words.</summary>
    public void Remark(string text)
    {
        foreach (var line in BrokenLines(text, ErrorIsTerminal ? ErrorCanvas.Profile.Width : PipeWidth)) Error.WriteLine(line);
    }

    /// <summary>Breaks a text between words; a word that is wider than the lines is left whole.</summary>
    public static IEnumerable<string> BrokenLines(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            var rest = line;
            while (rest.Length >= Math.Max(20, width) && rest.LastIndexOf(' ', Math.Max(20, width) - 1) is > 0 and var space)
            {
                yield return rest[..space];
                rest = rest[(space + 1)..];
            }

            yield return rest;
        }
    }

    public void Dispose()
    {
        try
        {
            Out.Flush();
        }
        catch (IOException) when (OutIsBroken)
        {
            // Nobody reads any more, so there is nobody to tell.
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var decorated = isTerminal && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var coloured = decorated && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = decorated ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = decorated ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal) console.Profile.Width = PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}

using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>The colours of the command's output. The sixteen of the terminal's own palette, so that they suit its background.</summary>
internal static class Ink
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Path { get; } = new(Color.Aqua, decoration: Decoration.Bold);

    public static Style Code { get; } = new(Color.Aqua);

    public static Style Match { get; } = new(Color.Yellow, decoration: Decoration.Bold);

    public static Style Good { get; } = new(Color.Green);

    public static Style Warning { get; } = new(Color.Yellow);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Of(TokenKind kind) => kind switch
    {
        TokenKind.Comment => CommentInk,
        TokenKind.String => StringInk,
        TokenKind.Keyword => KeywordInk,
        TokenKind.Number => NumberInk,
        _ => Style.Plain,
    };

    private static readonly Style CommentInk = new(Color.Green);
    private static readonly Style StringInk = new(Color.Olive);
    private static readonly Style KeywordInk = new(Color.Blue);
    private static readonly Style NumberInk = new(Color.Teal);
}

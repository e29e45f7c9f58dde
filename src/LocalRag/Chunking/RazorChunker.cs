using LocalRag.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LocalRag.Chunking;

/// <summary>
/// Cuts Razor files: markup by its lines, <c>@code</c> and <c>@functions</c> blocks as C#. Razor's own compiler is no
/// package one can build on; where a block ends, the C# lexer knows.
/// </summary>
internal sealed class RazorChunker : IChunker
{
    private const string TypeAround = "class C{";

    private readonly ChunkingOptions _options;

    public RazorChunker(ChunkingOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int BatchSize => 1;

    public ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken) =>
        RoslynLimits.ChunkAsync(documents, _options, Chunk, cancellationToken);

    private IReadOnlyList<Chunk> Chunk(SourceDocument document, CancellationToken cancellationToken)
    {
        var lines = document.Lines;
        var component = Path.GetFileNameWithoutExtension(document.Path);
        var scope = RazorDirectives.Namespace(lines);
        var root = new Segment
        {
            Span = new(1, lines.Count),
            Kind = ChunkKind.Markup,
            Symbol = component,
            Header = new(scope, "", RazorDirectives.Signature(component, lines), ""),
        };
        var definitions = new List<Definition>();
        var first = 1;
        while (first < lines.Count && lines.IsBlank(first)) first++;
        definitions.Add(new Definition(component, "", "component", first));

        var markup = first;
        for (var line = first; line <= lines.Count; line++)
        {
            if (RazorDirectives.CodeBlock(document, line) is not { } body) continue;
            cancellationToken.ThrowIfCancellationRequested();
            var end = EndOfBlock(document.Text, body);
            var source = new CSharpSource(document, body - TypeAround.Length);
            var unit = CSharpChunker.Parse(string.Concat(TypeAround, document.Text.AsSpan(body..end)), cancellationToken);
            var type = (TypeDeclarationSyntax)unit.Members[0];
            var last = document.Lines.LineAt(end - 1);
            if (type.Members.Count == 0)
            {
                line = last;
                continue;
            }

            definitions.AddRange(new CSharpDefinitions(source).Collect(type.Members, component, cancellationToken));
            AddMarkup(root, markup, line - 1);
            foreach (var member in type.Members) root.Children.Add(CSharpOutline.Member(member, source, scope, component));
            // The line that opens the block goes with its first member.
            root.Children[^type.Members.Count] = Opened(root.Children[^type.Members.Count], line);
            markup = last + 1;
            line = last;
        }

        AddMarkup(root, markup, lines.Count);
        return ChunkBuilder.Build(document, _options, root, definitions);
    }

    // The offset behind the brace that closes a block, or the end of the text. Lexed as far as needed and once,
    // so that thousands of blocks cost no more than their length.
    private static int EndOfBlock(string text, int body)
    {
        var depth = 1;
        foreach (var token in SyntaxFactory.ParseTokens(text, body, body))
        {
            if (token.IsKind(SyntaxKind.OpenBraceToken)) depth++;
            else if (token.IsKind(SyntaxKind.CloseBraceToken) && --depth == 0) return Math.Clamp(token.Span.End, body, text.Length);
        }

        return text.Length;
    }

    private static void AddMarkup(Segment root, int start, int end)
    {
        if (start <= end) root.Children.Add(new Segment { Span = new(start, end), Kind = ChunkKind.Markup, Flows = true });
    }

    private static CSharpSegment Opened(Segment segment, int line) => ((CSharpSegment)segment).From(line);
}

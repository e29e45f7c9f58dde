using LocalRag.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LocalRag.Chunking;

/// <summary>A segment made of a syntax node; names and children are worked out when a chunk needs them.</summary>
internal sealed class CSharpSegment(SyntaxNode node, CSharpSource source, string scope, string container) : Segment
{
    private List<Segment>? _children;
    private ChunkHeader? _header;

    public override List<Segment> Children => _children ??= node switch
    {
        TypeDeclarationSyntax type => CSharpOutline.TypeParts(type, type.Members, source, scope, Inside),
        EnumDeclarationSyntax type => CSharpOutline.TypeParts(type, type.Members, source, scope, Inside),
        _ => CSharpOutline.Parts(node, Kind, source),
    };

    public override string? Symbol => CSharpNames.Join(container, CSharpNames.NameOf(node)) is { Length: > 0 } symbol ? symbol : null;

    public override ChunkHeader Header => _header ??= new(scope, container, CSharpSignature.Of(node, source), DocSummary.Of(node, source));

    /// <summary>The same segment, beginning at an earlier line.</summary>
    public CSharpSegment From(int line) =>
        new(node, source, scope, container) { Span = Span with { StartLine = line }, Kind = Kind, Flows = Flows };

    private string Inside => CSharpNames.Join(container, CSharpNames.NameOf(node));
}

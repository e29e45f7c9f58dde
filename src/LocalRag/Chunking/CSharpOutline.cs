using LocalRag.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LocalRag.Chunking;

/// <summary>Turns syntax into segments.</summary>
internal static class CSharpOutline
{
    public static Segment Of(CompilationUnitSyntax unit, CSharpSource source)
    {
        var root = new Segment { Span = new(1, source.Document.Lines.Count), Kind = ChunkKind.Text };
        if (LastLineOf(unit.Externs, unit.Usings, source) is { } preamble) root.Children.Add(Preamble(1, preamble));
        if (unit.AttributeLists.Count > 0)
            root.Children.Add(Preamble(source.LinesOf(unit.AttributeLists[0]).StartLine, source.LinesOf(unit.AttributeLists[^1]).EndLine));
        AddMembers(root.Children, unit.Members, source, "");
        return root;
    }

    /// <summary>The parts of a type: its own lines to the brace, then its members.</summary>
    public static List<Segment> TypeParts<TMember>(
        BaseTypeDeclarationSyntax type, IEnumerable<TMember> members, CSharpSource source, string scope, string container)
        where TMember : MemberDeclarationSyntax
    {
        if (type.OpenBraceToken.IsMissing || type.OpenBraceToken.RawKind == 0) return Parts(type, ChunkKind.Type, source);
        var brace = source.LineOf(type.OpenBraceToken);
        var parts = new List<Segment> { new() { Span = new(source.FirstLineOf(type, brace), brace), Kind = ChunkKind.Type, Flows = true } };
        foreach (var member in members)
            parts.Add(Member(member, source, scope, container));
        return parts;
    }

    /// <summary>Where a member or statement may be cut: at the nodes below it, all of which flow.</summary>
    public static List<Segment> Parts(SyntaxNode node, ChunkKind kind, CSharpSource source)
    {
        var parts = new List<Segment>();
        var pending = new Stack<SyntaxNode>();
        PushChildren(node, pending);
        while (pending.TryPop(out var child))
        {
            // These are only braces around what counts; an else that follows an else is no deeper than it.
            if (child is BlockSyntax or ElseClauseSyntax or AccessorListSyntax or GlobalStatementSyntax || (child is IfStatementSyntax && child.Parent is ElseClauseSyntax)) PushChildren(child, pending);
            else parts.Add(new CSharpSegment(child, source, "", "") { Span = source.LinesOf(child), Kind = kind, Flows = true });
        }

        return parts;
    }

    private static void PushChildren(SyntaxNode node, Stack<SyntaxNode> pending)
    {
        foreach (var child in node.ChildNodesAndTokens().Reverse())
            if (child.AsNode() is { } childNode) pending.Push(childNode);
    }

    private static void AddMembers(List<Segment> segments, SyntaxList<MemberDeclarationSyntax> members, CSharpSource source, string scope)
    {
        foreach (var member in members)
        {
            if (member is not BaseNamespaceDeclarationSyntax space)
            {
                segments.Add(Member(member, source, scope, ""));
                continue;
            }

            var head = space switch
            {
                FileScopedNamespaceDeclarationSyntax file => source.LineOf(file.SemicolonToken),
                NamespaceDeclarationSyntax block => source.LineOf(block.OpenBraceToken),
                _ => source.LineOf(space.NamespaceKeyword),
            };
            var last = LastLineOf(space.Externs, space.Usings, source) ?? head;
            segments.Add(Preamble(source.FirstLineOf(space, head), last));
            AddMembers(segments, space.Members, source, CSharpNames.Join(scope, space.Name.ToString()));
        }
    }

    public static CSharpSegment Member(MemberDeclarationSyntax member, CSharpSource source, string scope, string container)
    {
        var (kind, flows) = member switch
        {
            BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => (ChunkKind.Type, false),
            EnumMemberDeclarationSyntax => (ChunkKind.Type, true),
            GlobalStatementSyntax => (ChunkKind.Statements, true),
            IncompleteMemberSyntax => (container.Length == 0 ? ChunkKind.Text : ChunkKind.Member, true),
            _ => (ChunkKind.Member, false),
        };
        return new CSharpSegment(member, source, scope, container) { Span = source.LinesOf(member), Kind = kind, Flows = flows };
    }

    private static Segment Preamble(int start, int end) => new() { Span = new(start, end), Kind = ChunkKind.Preamble, Flows = true };

    private static int? LastLineOf(SyntaxList<ExternAliasDirectiveSyntax> externs, SyntaxList<UsingDirectiveSyntax> usings, CSharpSource source) =>
        usings.Count > 0 ? source.LinesOf(usings[^1]).EndLine
        : externs.Count > 0 ? source.LinesOf(externs[^1]).EndLine
        : null;
}

using System.Buffers;
using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Turns the matches of one document into the segments and definitions that its chunks are made from.</summary>
internal sealed class SyntaxOutline
{
    // A name longer than this is an expression that a grammar calls a name.
    private const int MaxName = 160;

    private static readonly SearchValues<char> KeywordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz \t");

    private readonly SourceDocument _document;
    private readonly SyntaxGrammar _grammar;
    private readonly LineMap _lines;
    private readonly Dictionary<int, SyntaxMatch> _leads = [];
    private readonly Dictionary<int, SyntaxMatch> _wrappers = [];
    private readonly List<Definition> _definitions = [];
    private readonly string _scope;

    private SyntaxOutline(SourceDocument document, SyntaxGrammar grammar, List<SyntaxMatch> matches)
    {
        _document = document;
        _grammar = grammar;
        _lines = document.Lines;
        _scope = ModuleName.Of(document);
        foreach (var match in matches)
        {
            if (match.Rule.Role == SyntaxRole.Scope && match.Name.Length is > 0 and < MaxName) _scope = match.Name;
            else if (match.Rule.Role == SyntaxRole.Lead && BeginsItsLine(match.Start)) _leads[LastLine(match)] = match;
            else if (match.Rule.Role == SyntaxRole.Wrapper) _wrappers[LastLine(match)] = match;
        }
    }

    /// <summary>Chunks a document by what the rules found in it.</summary>
    public static IReadOnlyList<Chunk> Chunk(SourceDocument document, SyntaxGrammar grammar, List<SyntaxMatch> matches, ChunkingOptions options)
    {
        var outline = new SyntaxOutline(document, grammar, matches);
        var root = new Segment
        {
            Span = new SourceSpan(1, document.Lines.Count),
            Kind = grammar.Kind,
            Header = new ChunkHeader(outline._scope, "", "", ""),
        };
        outline.Nest(root, matches);
        if (grammar.Kind == ChunkKind.Statements && root.Children is [{ Span.StartLine: > 1 } first, ..])
            root.Children.Insert(0, new Segment { Span = new SourceSpan(1, first.Span.StartLine - 1), Kind = ChunkKind.Preamble, Flows = true });
        return ChunkBuilder.Build(document, options, root, outline._definitions);
    }

    private void Nest(Segment root, List<SyntaxMatch> matches)
    {
        var nodes = matches.Where(static match => match.Rule.Role <= SyntaxRole.Block).ToList();
        nodes.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.End.CompareTo(left.End));
        var open = new Stack<(SyntaxMatch Match, Segment Segment, string Path)>();
        var previous = default(SyntaxMatch);
        foreach (var node in nodes)
        {
            // Two rules may name one node; the first to do so says what it is.
            if (previous.Rule is not null && node.Start == previous.Start && node.End == previous.End) continue;
            previous = node;
            while (open.Count > 0 && open.Peek().Match.End <= node.Start) open.Pop();
            var (parent, container) = open.Count > 0 ? (open.Peek().Segment, open.Peek().Path) : (root, "");
            var inType = open.Count > 0 && open.Peek().Match.Rule is { Role: SyntaxRole.Type or SyntaxRole.Extension, Word: not ("namespace" or "module") };
            var (owner, name) = Split(node);
            if (owner.Length > 0) container = container.Length == 0 || owner == container ? owner : $"{container}.{owner}";
            var path = name.Length == 0 ? container : container.Length == 0 ? name : $"{container}.{name}";
            // What is on one line with its parent is no place to cut; it is defined all the same.
            var span = SpanOf(node);
            if (node.Rule.Role is SyntaxRole.Type or SyntaxRole.Member && name.Length > 0)
            {
                var word = node.Rule.Word == "function" && (inType || owner.Length > 0) ? "method" : node.Rule.Word;
                _definitions.Add(new Definition(name, container, word, _lines.LineAt(node.NameStart)));
            }

            var segment = SegmentOf(node, span, container, path, name);
            if (span.StartLine > parent.Span.StartLine || parent == root) parent.Children.Add(segment);
            open.Push((node, segment, path));
        }
    }

    private SyntaxSegment SegmentOf(SyntaxMatch node, SourceSpan span, string container, string path, string name)
    {
        var kind = _grammar.Kind != ChunkKind.Statements ? _grammar.Kind
            : node.Rule.Role is SyntaxRole.Type or SyntaxRole.Extension ? ChunkKind.Type
            : ChunkKind.Member;
        var oneLine = node.Rule.Word is "constant" or "variable" or "field" or "property" or "value" or "key" or "macro" or "test" or "type";
        return new SyntaxSegment(() =>
        {
            var lineStart = _lines.StartOf(_lines.LineAt(node.Start));
            var prefix = _document.Text.AsSpan(lineStart, node.Start - lineStart);
            // export, pub, type: words on the line that the node leaves out.
            var start = prefix.ContainsAnyExcept(KeywordCharacters) ? node.Start : lineStart;
            var (signature, end) = SignatureText.Of(_document.Text, start, node.End, _grammar.Style, oneLine);
            return new ChunkHeader(_scope, container, signature, SummaryOf(node, span, end));
        })
        {
            Span = span,
            Kind = kind,
            Symbol = name.Length > 0 ? path : container.Length > 0 ? container : null,
        };
    }

    private string SummaryOf(SyntaxMatch node, SourceSpan span, int headEnd)
    {
        if (_grammar.Style == DeclarationStyle.Colon && Docstring(headEnd, node.End) is { Length: > 0 } docstring) return CommentText.Summary(docstring);
        var line = _lines.LineAt(node.Start);
        for (var above = line - 1; above >= span.StartLine; above--)
        {
            if (!_leads.TryGetValue(above, out var lead)) continue;
            var first = _lines.LineAt(lead.Start);
            if (!IsComment(lead)) { above = first; continue; }
            while (_leads.TryGetValue(first - 1, out var more) && first - 1 >= span.StartLine && IsComment(more)) first = _lines.LineAt(more.Start);
            return CommentText.Summary(_lines.Slice(new SourceSpan(first, above)));
        }

        return "";
    }

    private bool IsComment(SyntaxMatch lead) =>
        _document.Text[lead.Start] is '/' or '-' or '{' or '<' || (_document.Text[lead.Start] == '#' && !_document.Text.AsSpan(lead.Start).StartsWith("#["));

    private ReadOnlySpan<char> Docstring(int headEnd, int end)
    {
        var body = _document.Text.AsSpan(headEnd, Math.Max(0, end - headEnd)).TrimStart(": \t\r\n");
        if (body.Length > 0 && body[0] is 'r' or 'R' or 'u' or 'U') body = body[1..];
        foreach (var quote in (ReadOnlySpan<string>)["\"\"\"", "'''", "\"", "'"])
        {
            if (!body.StartsWith(quote, StringComparison.Ordinal)) continue;
            body = body[quote.Length..];
            var close = body.IndexOf(quote, StringComparison.Ordinal);
            return close < 0 ? "" : body[..close];
        }

        return "";
    }

    // The node's lines with the wrapper, comments and decorators directly above it.
    private SourceSpan SpanOf(SyntaxMatch node)
    {
        var start = _lines.LineAt(node.Start);
        var end = LastLine(node);
        if (_wrappers.TryGetValue(end, out var wrapper) && wrapper.Start < node.Start && wrapper.End >= node.End) start = Math.Min(start, _lines.LineAt(wrapper.Start));
        while (start > 1 && _leads.TryGetValue(start - 1, out var lead)) start = _lines.LineAt(lead.Start);
        return new SourceSpan(start, end);
    }

    private int LastLine(SyntaxMatch match)
    {
        var end = match.End;
        while (end > match.Start + 1 && char.IsWhiteSpace(_document.Text[end - 1])) end--;
        return _lines.LineAt(Math.Max(match.Start, end - 1));
    }

    private bool BeginsItsLine(int offset)
    {
        var start = _lines.StartOf(_lines.LineAt(offset));
        return _document.Text.AsSpan(start, offset - start).IsWhiteSpace();
    }

    // A::f, Foo.prototype.f, M:f and Go's receiver name the type that a member belongs to.
    private (string Owner, string Name) Split(SyntaxMatch node)
    {
        var name = node.Name;
        if (name is "_" || name.Length > MaxName || name.AsSpan().ContainsAny('\n', '\r')) return ("", "");
        if (_grammar.Language is "json" or "yaml" or "hcl") return ("", name.Trim('"', '\''));
        if (node.Rule.Role == SyntaxRole.Extension) return ("", name.Split('<')[0]);
        if (node.Rule.Role != SyntaxRole.Member) return ("", name);
        if (_grammar.Language == "go" && node.Rule.Word == "method") return (Receiver(node), name);
        var separator = _grammar.Language switch
        {
            "cpp" => name.LastIndexOf("::", StringComparison.Ordinal),
            "lua" or "javascript" or "typescript" or "tsx" => name.LastIndexOfAny(['.', ':']),
            _ => -1,
        };
        if (separator <= 0) return ("", name.TrimStart('*', '&', ' '));
        var owner = name[..separator].Replace("::", ".", StringComparison.Ordinal).Split('<')[0].Replace(".prototype", "", StringComparison.Ordinal);
        return (owner is "exports" or "module" or "module.exports" or "this" ? "" : owner, name[(separator + 1)..].TrimStart(':'));
    }

    private string Receiver(SyntaxMatch node)
    {
        var head = _document.Text.AsSpan(node.Start, node.NameStart - node.Start);
        var (open, close) = (head.IndexOf('('), head.LastIndexOf(')'));
        if (open < 0 || close < open) return "";
        var receiver = head[(open + 1)..close];
        var generic = receiver.IndexOf('[');
        if (generic > 0) receiver = receiver[..generic];
        receiver = receiver.Trim();
        return receiver[(receiver.LastIndexOfAny(' ', '*') + 1)..].ToString();
    }
}

using LocalRag.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LocalRag.Chunking;

/// <summary>Lists what a syntax tree declares. Walks with a stack of its own: statements nest without brackets too.</summary>
internal sealed class CSharpDefinitions(CSharpSource source)
{
    private readonly List<Definition> _definitions = [];
    private readonly Stack<(SyntaxNode Node, string Container)> _pending = new();

    public List<Definition> Collect(IEnumerable<SyntaxNode> nodes, string container, CancellationToken cancellationToken)
    {
        PushAll(nodes, container);
        while (_pending.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Visit(next.Node, next.Container);
        }

        return _definitions;
    }

    private void Visit(SyntaxNode node, string container)
    {
        switch (node)
        {
            case CompilationUnitSyntax unit: PushAll(unit.Members, container); break;
            case BaseNamespaceDeclarationSyntax space:
                Add(space.Name.GetFirstToken(), space.Name.ToString(), container, "namespace");
                PushAll(space.Members, container);
                break;
            case ExtensionBlockDeclarationSyntax block: PushAll(block.Members, container); break;
            case TypeDeclarationSyntax type:
                AddNamed(type, container, KindOf(type));
                PushAll(type.Members, CSharpNames.Join(container, type.Identifier.ValueText));
                break;
            case EnumDeclarationSyntax type:
                AddNamed(type, container, "enum");
                PushAll(type.Members, CSharpNames.Join(container, type.Identifier.ValueText));
                break;
            case BaseMethodDeclarationSyntax method:
                AddNamed(method, container, method switch
                {
                    ConstructorDeclarationSyntax => "constructor",
                    OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "operator",
                    _ => "method",
                });
                Push(method.Body, CSharpNames.Join(container, CSharpNames.NameOf(method)));
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                    Add(variable.Identifier, variable.Identifier.ValueText, container, field is EventFieldDeclarationSyntax ? "event" : "field");
                break;
            case BasePropertyDeclarationSyntax property:
                AddNamed(property, container, property switch
                {
                    IndexerDeclarationSyntax => "indexer",
                    EventDeclarationSyntax => "event",
                    _ => "property",
                });
                if (property.AccessorList is null) break;
                foreach (var accessor in property.AccessorList.Accessors) Push(accessor.Body, CSharpNames.Join(container, CSharpNames.NameOf(property)));
                break;
            case EnumMemberDeclarationSyntax member: AddNamed(member, container, "enum member"); break;
            case DelegateDeclarationSyntax type: AddNamed(type, container, "delegate"); break;
            case GlobalStatementSyntax global: Push(global.Statement, container); break;
            case StatementSyntax statement: VisitStatement(statement, container); break;
            default: break;
        }
    }

    private void VisitStatement(StatementSyntax statement, string container)
    {
        switch (statement)
        {
            case LocalFunctionStatementSyntax function:
                AddNamed(function, container, "local function");
                Push(function.Body, CSharpNames.Join(container, function.Identifier.ValueText));
                break;
            case BlockSyntax block: foreach (var child in block.Statements) Push(child, container); break;
            case IfStatementSyntax branch:
                Push(branch.Statement, container);
                Push(branch.Else?.Statement, container);
                break;
            case CommonForEachStatementSyntax loop: Push(loop.Statement, container); break;
            case ForStatementSyntax loop: Push(loop.Statement, container); break;
            case WhileStatementSyntax loop: Push(loop.Statement, container); break;
            case DoStatementSyntax loop: Push(loop.Statement, container); break;
            case UsingStatementSyntax block: Push(block.Statement, container); break;
            case LockStatementSyntax block: Push(block.Statement, container); break;
            case FixedStatementSyntax block: Push(block.Statement, container); break;
            case CheckedStatementSyntax block: Push(block.Block, container); break;
            case UnsafeStatementSyntax block: Push(block.Block, container); break;
            case LabeledStatementSyntax label: Push(label.Statement, container); break;
            case TryStatementSyntax block:
                Push(block.Block, container);
                foreach (var handler in block.Catches) Push(handler.Block, container);
                Push(block.Finally?.Block, container);
                break;
            case SwitchStatementSyntax choice:
                foreach (var section in choice.Sections)
                    foreach (var child in section.Statements) Push(child, container);
                break;
            default: break;
        }
    }

    // A statement that can hold no other is not worth a turn of the stack.
    private void Push(StatementSyntax? statement, string container)
    {
        if (statement is not (null or ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax)) _pending.Push((statement, container));
    }

    private void PushAll<TNode>(IEnumerable<TNode> nodes, string container)
        where TNode : SyntaxNode
    {
        foreach (var node in nodes) _pending.Push((node, container));
    }

    private static string KindOf(TypeDeclarationSyntax type) => type switch
    {
        RecordDeclarationSyntax => "record",
        StructDeclarationSyntax => "struct",
        InterfaceDeclarationSyntax => "interface",
        _ => "class",
    };

    private void AddNamed(SyntaxNode node, string container, string kind) => Add(CSharpNames.TokenOf(node), CSharpNames.NameOf(node), container, kind);

    private void Add(SyntaxToken token, string name, string container, string kind)
    {
        if (name.Length > 0) _definitions.Add(new Definition(name, container, kind, source.LineOf(token)));
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LocalRag.Chunking;

/// <summary>What declarations are called.</summary>
internal static class CSharpNames
{
    /// <summary>A declaration's simple name; empty where it has none (extension blocks, broken code).</summary>
    public static string NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        DestructorDeclarationSyntax destructor => "~" + destructor.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        BaseFieldDeclarationSyntax { Declaration.Variables: [var first, ..] } => first.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        IndexerDeclarationSyntax => "this[]",
        OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText,
        ConversionOperatorDeclarationSyntax conversion => $"{conversion.ImplicitOrExplicitKeyword.ValueText} operator {conversion.Type}",
        _ => "",
    };

    /// <summary>The token that is a declaration's name, or the one that stands for it.</summary>
    public static SyntaxToken TokenOf(SyntaxNode node) => node switch
    {
        ExtensionBlockDeclarationSyntax block => block.Keyword,
        BaseTypeDeclarationSyntax type => type.Identifier,
        MethodDeclarationSyntax method => method.Identifier,
        ConstructorDeclarationSyntax constructor => constructor.Identifier,
        DestructorDeclarationSyntax destructor => destructor.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        EventDeclarationSyntax @event => @event.Identifier,
        EnumMemberDeclarationSyntax member => member.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        IndexerDeclarationSyntax indexer => indexer.ThisKeyword,
        OperatorDeclarationSyntax @operator => @operator.OperatorToken,
        ConversionOperatorDeclarationSyntax conversion => conversion.OperatorKeyword,
        _ => node.GetFirstToken(),
    };

    public static string Join(string container, string name) =>
        container.Length == 0 ? name : name.Length == 0 ? container : $"{container}.{name}";
}

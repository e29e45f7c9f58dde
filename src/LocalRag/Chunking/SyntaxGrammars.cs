using System.Collections.Frozen;
using LocalRag.Documents;
using static LocalRag.Chunking.SyntaxRole;

namespace LocalRag.Chunking;

/// <summary>
/// The languages read by ast-grep, with the node kinds of their tree-sitter grammars. A table, because that is all that
/// differs between them; ast-grep's own outline was turned down, as it stops at a type's direct members.
/// </summary>
internal static class SyntaxGrammars
{
    private const string Named = "{has: {field: name, pattern: $NAME}}";
    private const string Body = "{has: {any: [{kind: field_declaration_list}, {kind: enumerator_list}]}}";
    private const string Function = "{any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}";

    // C's declarators wrap the name in pointers and parameter lists; the first function declarator's inside is the name.
    private const string DeclaredFunction =
        "{has: {field: declarator, any: [{kind: function_declarator, has: {field: declarator, pattern: $NAME}}, "
        + "{has: {stopBy: end, kind: function_declarator, has: {field: declarator, pattern: $NAME}}}]}}";

    private const string TopLevelInJavaScript = "{inside: {any: [{kind: program}, {kind: export_statement}]}}";

    private const string TopLevelInTypeScript =
        "{inside: {any: [{kind: program}, {kind: export_statement}, {kind: ambient_declaration}, "
        + "{kind: statement_block, inside: {any: [{kind: internal_module}, {kind: module}]}}]}}";

    private static readonly FrozenDictionary<string, SyntaxGrammar> ByLanguage = new SyntaxGrammar[]
    {
        Code("typescript", "TypeScript", "ts", TypeScript()),
        Code("tsx", "Tsx", "tsx", TypeScript()),
        Code("javascript", "JavaScript", "js", JavaScript()),
        Code("python", "Python", "py", DeclarationStyle.Colon,
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_definition", Named),
            SyntaxRule.Of(Member, "function", "function_definition", Named),
            SyntaxRule.Of(Wrapper, "", "decorated_definition"),
            SyntaxRule.Of(Member, "constant", "expression_statement", "{inside: {kind: module}}", "{has: {kind: assignment, has: {field: left, kind: identifier, pattern: $NAME}}}"),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("go", "Go", "go",
            SyntaxRule.Of(Scope, "package", "package_clause", "{has: {kind: package_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "function", "function_declaration", Named),
            SyntaxRule.Of(Member, "method", "method_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "struct", "type_spec", Named, "{has: {field: type, kind: struct_type}}"),
            SyntaxRule.Of(SyntaxRole.Type, "interface", "type_spec", Named, "{has: {field: type, kind: interface_type}}"),
            SyntaxRule.Of(SyntaxRole.Type, "type", "type_spec", Named, "{not: {has: {field: type, any: [{kind: struct_type}, {kind: interface_type}]}}}"),
            SyntaxRule.Of(SyntaxRole.Type, "type", "type_alias", Named),
            SyntaxRule.Of(Member, "constant", "const_spec", Named, "{inside: {kind: const_declaration, inside: {kind: source_file}}}"),
            SyntaxRule.Of(Member, "variable", "var_spec", Named, "{inside: {stopBy: {kind: block}, kind: source_file}}"),
            SyntaxRule.Of(Member, "method", "method_elem", Named),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("java", "Java", "java",
            SyntaxRule.Of(Scope, "package", "package_declaration", "{has: {any: [{kind: scoped_identifier}, {kind: identifier}], pattern: $NAME}}"),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "interface", "interface_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "record", "record_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "annotation", "annotation_type_declaration", Named),
            SyntaxRule.Of(Member, "method", "method_declaration", Named),
            SyntaxRule.Of(Member, "constructor", "constructor_declaration compact_constructor_declaration", Named),
            SyntaxRule.Of(Member, "field", "field_declaration constant_declaration", "{has: {field: declarator, has: {field: name, pattern: $NAME}}}"),
            SyntaxRule.Of(Lead, "", "line_comment block_comment")),
        Code("rust", "Rust", "rs",
            SyntaxRule.Of(Member, "function", "function_item function_signature_item", Named),
            SyntaxRule.Of(SyntaxRole.Type, "struct", "struct_item", Named),
            SyntaxRule.Of(SyntaxRole.Type, "union", "union_item", Named),
            SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_item", Named),
            SyntaxRule.Of(SyntaxRole.Type, "trait", "trait_item", Named),
            SyntaxRule.Of(SyntaxRole.Type, "module", "mod_item", Named),
            SyntaxRule.Of(Extension, "impl", "impl_item", "{has: {field: type, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "constant", "const_item static_item", Named, "{not: {inside: {kind: block}}}"),
            SyntaxRule.Of(SyntaxRole.Type, "type", "type_item", Named),
            SyntaxRule.Of(Member, "macro", "macro_definition", Named),
            SyntaxRule.Of(Lead, "", "line_comment block_comment attribute_item")),
        Code("c", "C", "c", [.. CLike()]),
        Code("cpp", "Cpp", "cpp",
        [
            .. CLike(),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_specifier", Named, Body),
            SyntaxRule.Of(SyntaxRole.Type, "namespace", "namespace_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "type", "alias_declaration concept_definition", Named),
            SyntaxRule.Of(Member, "method", "field_declaration", DeclaredFunction),
            SyntaxRule.Of(Wrapper, "", "template_declaration"),
        ]),
        Code("kotlin", "Kotlin", "kt",
            SyntaxRule.Of(Scope, "package", "package_header", "{has: {kind: identifier, pattern: $NAME}}"),
            SyntaxRule.Of(SyntaxRole.Type, "interface", "class_declaration", "{has: {kind: type_identifier, pattern: $NAME}}", "{has: {pattern: interface}}"),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration", "{has: {kind: type_identifier, pattern: $NAME}}", "{not: {has: {pattern: interface}}}"),
            SyntaxRule.Of(SyntaxRole.Type, "object", "object_declaration", "{has: {kind: type_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(SyntaxRole.Type, "type", "type_alias", "{has: {kind: type_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "function", "function_declaration", "{has: {kind: simple_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "property", "property_declaration", "{inside: {any: [{kind: source_file}, {kind: class_body}]}}", "{has: {kind: variable_declaration, has: {kind: simple_identifier, pattern: $NAME}}}"),
            SyntaxRule.Of(Block, "constructor", "secondary_constructor anonymous_initializer"),
            SyntaxRule.Of(Lead, "", "line_comment multiline_comment")),
        Code("ruby", "Ruby", "rb", DeclarationStyle.Line,
            SyntaxRule.Of(SyntaxRole.Type, "module", "module", Named),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class", Named),
            SyntaxRule.Of(Member, "method", "method singleton_method", Named),
            SyntaxRule.Of(Member, "constant", "assignment", "{has: {field: left, kind: constant, pattern: $NAME}}"),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("php", "Php", "php",
            SyntaxRule.Of(Scope, "namespace", "namespace_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "interface", "interface_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "trait", "trait_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_declaration", Named),
            SyntaxRule.Of(Member, "function", "function_definition method_declaration", Named),
            SyntaxRule.Of(Member, "constant", "const_declaration", "{has: {kind: const_element, has: {kind: name, pattern: $NAME}}}"),
            SyntaxRule.Of(Member, "property", "property_declaration", "{has: {kind: property_element, has: {field: name, pattern: $NAME}}}"),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("swift", "Swift", "swift",
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration", "{has: {field: name, kind: type_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Extension, "extension", "class_declaration", "{has: {field: name, kind: user_type, pattern: $NAME}}"),
            SyntaxRule.Of(SyntaxRole.Type, "protocol", "protocol_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "type", "typealias_declaration", "{has: {field: name, kind: type_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "function", "function_declaration protocol_function_declaration", "{has: {field: name, kind: simple_identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "property", "property_declaration", "{inside: {any: [{kind: source_file}, {kind: class_body}, {kind: enum_class_body}]}}", "{has: {field: name, has: {kind: simple_identifier, pattern: $NAME}}}"),
            SyntaxRule.Of(Block, "initializer", "init_declaration deinit_declaration subscript_declaration"),
            SyntaxRule.Of(Lead, "", "comment multiline_comment")),
        Code("scala", "Scala", "scala",
            SyntaxRule.Of(Scope, "package", "package_clause", Named),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "object", "object_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "trait", "trait_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_definition", Named),
            SyntaxRule.Of(SyntaxRole.Type, "type", "type_definition", Named),
            SyntaxRule.Of(Member, "function", "function_definition function_declaration", Named),
            SyntaxRule.Of(Member, "given", "given_definition", Named),
            SyntaxRule.Of(Member, "value", "val_definition var_definition", "{inside: {any: [{kind: compilation_unit}, {kind: template_body}]}}", "{has: {field: pattern, kind: identifier, pattern: $NAME}}"),
            SyntaxRule.Of(Lead, "", "comment block_comment")),
        Code("lua", "Lua", "lua", DeclarationStyle.Line,
            SyntaxRule.Of(Member, "function", "function_declaration", Named),
            SyntaxRule.Of(Member, "function", "assignment_statement", "{has: {kind: variable_list, has: {field: name, pattern: $NAME}}}", "{has: {kind: expression_list, has: {kind: function_definition}}}"),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("bash", "Bash", "sh", DeclarationStyle.Line,
            SyntaxRule.Of(Member, "function", "function_definition", Named),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("elixir", "Elixir", "ex", DeclarationStyle.Line,
            SyntaxRule.Of(SyntaxRole.Type, "module", "call", "{has: {field: target, regex: '^(defmodule|defprotocol|defimpl)$'}}", "{has: {kind: arguments, has: {kind: alias, pattern: $NAME}}}"),
            SyntaxRule.Of(Member, "function", "call", "{has: {field: target, regex: '^(def|defp|defmacro|defmacrop|defguard)$'}}",
                "{has: {kind: arguments, any: [{has: {kind: call, has: {field: target, pattern: $NAME}}}, {has: {kind: identifier, pattern: $NAME}}, {has: {kind: binary_operator, has: {field: left, any: [{kind: identifier, pattern: $NAME}, {kind: call, has: {field: target, pattern: $NAME}}]}}}]}}"),
            SyntaxRule.Of(Lead, "", "comment unary_operator")),
        Code("haskell", "Haskell", "hs", DeclarationStyle.Line,
            SyntaxRule.Of(Scope, "module", "header", "{has: {field: module, pattern: $NAME}}"),
            SyntaxRule.Of(SyntaxRole.Type, "type", "data_type newtype type_synonym", Named),
            SyntaxRule.Of(SyntaxRole.Type, "class", "class", Named),
            SyntaxRule.Of(Extension, "instance", "instance", Named),
            SyntaxRule.Of(Member, "function", "signature", Named),
            SyntaxRule.Of(Block, "function", "function bind"),
            SyntaxRule.Of(Lead, "", "comment haddock")),
        Code("hcl", "Hcl", "hcl",
            SyntaxRule.Of(Member, "block", "block", "{inside: {kind: body, inside: {kind: config_file}}}", "{has: {kind: string_lit, nthChild: {position: 1, reverse: true, ofRule: {kind: string_lit}}, pattern: $NAME}}"),
            SyntaxRule.Of(Block, "block", "block", "{inside: {kind: body, inside: {kind: config_file}}}", "{not: {has: {kind: string_lit}}}"),
            SyntaxRule.Of(Lead, "", "comment")),
        Code("solidity", "Solidity", "sol",
            SyntaxRule.Of(SyntaxRole.Type, "contract", "contract_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "interface", "interface_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "library", "library_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "struct", "struct_declaration", Named),
            SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_declaration", Named),
            SyntaxRule.Of(Member, "function", "function_definition modifier_definition", Named),
            SyntaxRule.Of(Member, "event", "event_definition error_declaration", Named),
            SyntaxRule.Of(Member, "variable", "state_variable_declaration", Named),
            SyntaxRule.Of(Block, "constructor", "constructor_definition"),
            SyntaxRule.Of(Lead, "", "comment")),
        new("html", "Html", "html", DeclarationStyle.Line, ChunkKind.Markup,
        [
            SyntaxRule.Of(Block, "element", "element script_element style_element",
                "{inside: {any: [{kind: document}, {kind: element, inside: {any: [{kind: document}, {kind: element, inside: {any: [{kind: document}, {kind: element, inside: {kind: document}}]}}]}}]}}"),
        ]),
        new("css", "Css", "css", DeclarationStyle.Braces, ChunkKind.Markup,
        [
            SyntaxRule.Of(Member, "rule", "rule_set", "{has: {kind: selectors, pattern: $NAME}}"),
            SyntaxRule.Of(Member, "keyframes", "keyframes_statement", "{has: {kind: keyframes_name, pattern: $NAME}}"),
            SyntaxRule.Of(Block, "media", "media_statement supports_statement at_rule"),
            SyntaxRule.Of(Lead, "", "comment"),
        ]),
        new("yaml", "Yaml", "yml", DeclarationStyle.Line, ChunkKind.Configuration, Keys("block_mapping_pair", "block_mapping", "block_node", "document", "block_mapping_pair")),
        new("json", "Json", "json", DeclarationStyle.Line, ChunkKind.Configuration, Keys("pair", "object", null, "document", "pair")),
    }.ToFrozenDictionary(static grammar => grammar.Language);

    /// <summary>The languages read by ast-grep.</summary>
    public static IEnumerable<string> Languages => ByLanguage.Keys;

    /// <summary>The grammar of a language, or null where ast-grep has none.</summary>
    public static SyntaxGrammar? Of(string language) => ByLanguage.GetValueOrDefault(language);

    private static SyntaxGrammar Code(string language, string parser, string extension, params IReadOnlyList<SyntaxRule> rules) =>
        new(language, parser, extension, DeclarationStyle.Braces, ChunkKind.Statements, rules);

    private static SyntaxGrammar Code(string language, string parser, string extension, DeclarationStyle style, params IReadOnlyList<SyntaxRule> rules) =>
        new(language, parser, extension, style, ChunkKind.Statements, rules);

    private static SyntaxRule[] JavaScript() =>
    [
        SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration", Named),
        SyntaxRule.Of(Member, "function", "function_declaration generator_function_declaration", Named),
        SyntaxRule.Of(Member, "method", "method_definition", Named, "{inside: {kind: class_body}}"),
        SyntaxRule.Of(Member, "property", "field_definition", "{has: {field: property, pattern: $NAME}}"),
        .. Script(TopLevelInJavaScript),
    ];

    private static SyntaxRule[] TypeScript() =>
    [
        SyntaxRule.Of(SyntaxRole.Type, "class", "class_declaration abstract_class_declaration", Named),
        SyntaxRule.Of(SyntaxRole.Type, "interface", "interface_declaration", Named),
        SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_declaration", Named),
        SyntaxRule.Of(SyntaxRole.Type, "type", "type_alias_declaration", Named),
        SyntaxRule.Of(SyntaxRole.Type, "namespace", "internal_module module", Named),
        SyntaxRule.Of(Member, "function", "function_declaration generator_function_declaration function_signature", Named),
        SyntaxRule.Of(Member, "method", "method_definition abstract_method_signature", Named, "{inside: {kind: class_body}}"),
        SyntaxRule.Of(Member, "method", "method_signature", Named, "{inside: {kind: interface_body}}"),
        SyntaxRule.Of(Member, "property", "public_field_definition", Named),
        .. Script(TopLevelInTypeScript),
    ];

    private static SyntaxRule[] Script(string topLevel) =>
    [
        SyntaxRule.Of(Member, "function", "lexical_declaration variable_declaration", topLevel,
            $"{{has: {{kind: variable_declarator, all: [{Named}, {{has: {{field: value, any: [{Function}]}}}}]}}}}"),
        SyntaxRule.Of(Member, "constant", "lexical_declaration variable_declaration", topLevel,
            $"{{has: {{kind: variable_declarator, all: [{Named}, {{not: {{has: {{field: value, any: [{Function}]}}}}}}]}}}}"),
        SyntaxRule.Of(Member, "function", "expression_statement", "{inside: {kind: program}}",
            $"{{has: {{kind: assignment_expression, all: [{{has: {{field: left, kind: member_expression, pattern: $NAME}}}}, {{has: {{field: right, any: [{Function}, {{kind: class}}]}}}}]}}}}"),
        SyntaxRule.Of(Block, "test", "expression_statement",
            "{has: {kind: call_expression, has: {field: function, regex: '^(describe|it|test|suite)(\\.[a-z]+)*$'}}}"),
        SyntaxRule.Of(Lead, "", "comment decorator"),
    ];

    private static SyntaxRule[] CLike() =>
    [
        SyntaxRule.Of(Member, "function", "function_definition", DeclaredFunction),
        SyntaxRule.Of(Member, "function", "declaration", "{not: {inside: {kind: compound_statement}}}", "{not: {has: {field: declarator, kind: init_declarator}}}", DeclaredFunction),
        SyntaxRule.Of(SyntaxRole.Type, "struct", "struct_specifier", Named, Body),
        SyntaxRule.Of(SyntaxRole.Type, "union", "union_specifier", Named, Body),
        SyntaxRule.Of(SyntaxRole.Type, "enum", "enum_specifier", Named, Body),
        SyntaxRule.Of(SyntaxRole.Type, "type", "type_definition", "{has: {field: declarator, kind: type_identifier, pattern: $NAME}}"),
        SyntaxRule.Of(Member, "macro", "preproc_def preproc_function_def", Named),
        SyntaxRule.Of(Lead, "", "comment"),
    ];

    // The keys of the three outermost levels: deeper ones name nothing that a reader looks for.
    private static SyntaxRule[] Keys(string pair, string mapping, string? around, string document, string parent)
    {
        string Inside(string outer) => around is null
            ? $"{{kind: {mapping}, inside: {outer}}}"
            : $"{{kind: {mapping}, inside: {{kind: {around}, inside: {outer}}}}}";
        var first = Inside($"{{kind: {document}}}");
        var second = Inside($"{{kind: {parent}, inside: {first}}}");
        var third = Inside($"{{kind: {parent}, inside: {second}}}");
        const string key = "{has: {field: key, pattern: $NAME}}";
        return
        [
            SyntaxRule.Of(Member, "key", pair, key, $"{{inside: {first}}}"),
            SyntaxRule.Of(Member, "key", pair, key, $"{{inside: {second}}}"),
            SyntaxRule.Of(Block, "key", pair, key, $"{{inside: {third}}}"),
            SyntaxRule.Of(Lead, "", "comment"),
        ];
    }
}

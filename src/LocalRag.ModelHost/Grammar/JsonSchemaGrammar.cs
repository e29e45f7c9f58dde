using System.Text;
using System.Text.Json;

namespace LocalRag.ModelHost.Grammar;

/// <summary>
/// Turns a JSON schema into a grammar that lets only its instances through: types, properties in their order, arrays, enumerations, constants,
/// alternatives, references within the schema, and lengths of texts and arrays. What it cannot express it refuses rather than leaves out.
/// </summary>
internal sealed class JsonSchemaGrammar
{
    private const int MaxRules = 2_000;
    private const int MaxRepetitions = 1_000;

    private const string Primitives = """
        ws ::= [ \t\n]{0,16}
        string ::= "\"" char* "\"" ws
        char ::= [^"\\\x7F\x00-\x1F] | [\\] (["\\bfnrt/] | "u" [0-9a-fA-F]{4})
        integer ::= "-"? ("0" | [1-9] [0-9]{0,15}) ws
        number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})? ws
        boolean ::= ("true" | "false") ws
        null ::= "null" ws
        value ::= object | array | string | number | boolean | null
        object ::= "{" ws (string ":" ws value ("," ws string ":" ws value)*)? "}" ws
        array ::= "[" ws (value ("," ws value)*)? "]" ws

        """;

    /// <summary>Keywords that restrict instances in ways that no rule here expresses.</summary>
    private static readonly string[] Unsupported =
        ["pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems", "contains", "not", "if", "patternProperties", "propertyNames", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas"];

    private readonly JsonElement root;
    private readonly StringBuilder rules = new(Primitives);
    private readonly Dictionary<string, string> references = new(StringComparer.Ordinal);
    private int count;

    private JsonSchemaGrammar(JsonElement root) => this.root = root;

    /// <summary>Gives the grammar of a schema, with the rule <c>root</c>.</summary>
    /// <exception cref="HostException">The schema asks for something that the grammar cannot hold to; the message names it.</exception>
    public static string Of(JsonElement schema)
    {
        var grammar = new JsonSchemaGrammar(schema);
        var start = grammar.Rule(schema, depth: 0);
        return $"{grammar.rules}root ::= ws {start}\n";
    }

    /// <summary>Gives the grammar of any JSON object.</summary>
    public static string AnyObject() => Primitives + "root ::= ws object\n";

    private string Rule(JsonElement schema, int depth)
    {
        if (depth > 64)
            throw Refused("The schema is nested more than 64 deep.");
        if (schema.ValueKind == JsonValueKind.True)
            return "value";
        if (schema.ValueKind != JsonValueKind.Object)
            throw Refused("A schema is neither an object nor true.");
        foreach (var keyword in Unsupported)
        {
            if (schema.TryGetProperty(keyword, out _))
                throw Refused($"The keyword \"{keyword}\" cannot be held to; leave it out and check the answer.");
        }

        if (schema.TryGetProperty("$ref", out var reference))
            return Reference(reference.GetString() ?? "", depth);
        if (schema.TryGetProperty("const", out var constant))
            return Literal(constant);
        if (schema.TryGetProperty("enum", out var values))
            return Add(string.Join(" | ", Items(values, "enum").Select(Literal)));
        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(keyword, out var alternatives))
                return Add(string.Join(" | ", Items(alternatives, keyword).Select(alternative => Rule(alternative, depth + 1))));
        }

        if (schema.TryGetProperty("allOf", out var all))
            return Items(all, "allOf") is [var only] ? Rule(only, depth + 1) : throw Refused("\"allOf\" with more than one schema cannot be held to.");
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("properties", out _) ? Object(schema, depth) : schema.TryGetProperty("items", out _) ? Array(schema, depth) : "value";
        return type.ValueKind == JsonValueKind.Array
            ? Add(string.Join(" | ", Items(type, "type").Select(name => Typed(name.GetString(), schema, depth))))
            : Typed(type.GetString(), schema, depth);
    }

    private string Typed(string? type, JsonElement schema, int depth) => type switch
    {
        "object" => Object(schema, depth),
        "array" => Array(schema, depth),
        "string" => Text(schema),
        "integer" or "number" or "boolean" or "null" => type,
        _ => throw Refused($"The type \"{type}\" is none of JSON's."),
    };

    private string Object(JsonElement schema, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties) || !properties.EnumerateObject().Any())
            return schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object ? Dictionary(others, depth) : "object";
        var required = schema.TryGetProperty("required", out var names) ? Items(names, "required").Select(name => name.GetString()).ToHashSet() : [];
        var members = properties.EnumerateObject().Select(property =>
            (Rule: Add($"{Quoted(JsonSerializer.Serialize(property.Name))} ws \":\" ws {Rule(property.Value, depth + 1)}"), Required: required.Contains(property.Name))).ToList();

        // From the last member to the first: what may follow when something stands before, and what may follow when nothing does.
        var (after, first) = ("", "");
        foreach (var (rule, isRequired) in Enumerable.Reverse(members))
        {
            var (nextAfter, nextFirst) = (after, first);
            var with = $"\",\" ws {rule} {nextAfter}";
            after = Add(isRequired || nextAfter.Length == 0 ? isRequired ? with : $"({with})?" : $"{with} | {nextAfter}");
            first = isRequired ? Add($"{rule} {nextAfter}") : Add(nextFirst.Length == 0 ? $"({rule} {nextAfter})?" : $"{rule} {nextAfter} | {nextFirst}");
        }

        return Add($"\"{{\" ws {first} \"}}\" ws");
    }

    private string Dictionary(JsonElement values, int depth)
    {
        var pair = Add($"string \":\" ws {Rule(values, depth + 1)}");
        return Add($"\"{{\" ws ({pair} (\",\" ws {pair})*)? \"}}\" ws");
    }

    private string Array(JsonElement schema, int depth)
    {
        if (schema.TryGetProperty("prefixItems", out _))
            throw Refused("\"prefixItems\" cannot be held to.");
        var item = schema.TryGetProperty("items", out var items) ? Rule(items, depth + 1) : "value";
        var least = Bound(schema, "minItems") ?? 0;
        var most = Bound(schema, "maxItems");
        if (most == 0)
            return Add("\"[\" ws \"]\" ws");
        var more = $"(\",\" ws {item}){{{Math.Max(0, least - 1)},{(most is null ? "" : most - 1)}}}";
        return Add(least == 0 ? $"\"[\" ws ({item} {more})? \"]\" ws" : $"\"[\" ws {item} {more} \"]\" ws");
    }

    private string Text(JsonElement schema)
    {
        var least = Bound(schema, "minLength");
        var most = Bound(schema, "maxLength");
        return least is null && most is null ? "string" : Add($"\"\\\"\" char{{{least ?? 0},{most}}} \"\\\"\" ws");
    }

    private string Reference(string reference, int depth)
    {
        if (references.TryGetValue(reference, out var known))
            return known;
        if (!reference.StartsWith('#'))
            throw Refused($"The reference \"{reference}\" leaves the schema.");
        var target = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
                throw Refused($"The reference \"{reference}\" leads nowhere.");
        }

        // The name is known before the rule, so that a schema may refer to itself.
        var rule = Name();
        references.Add(reference, rule);
        var body = Rule(target, depth + 1);
        if (body == rule)
            throw Refused($"The reference \"{reference}\" leads to itself.");
        rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"{rule} ::= {body}\n");
        return rule;
    }

    private string Literal(JsonElement value) => Add($"{Quoted(JsonSerializer.Serialize(value))} ws");

    private string Add(string body)
    {
        var name = Name();
        rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name} ::= {body}\n");
        return name;
    }

    private string Name() => ++count <= MaxRules ? $"r{count}" : throw Refused($"The schema needs more than {MaxRules} rules.");

    private static List<JsonElement> Items(JsonElement array, string keyword) =>
        array.ValueKind == JsonValueKind.Array && array.GetArrayLength() > 0 ? [.. array.EnumerateArray()] : throw Refused($"\"{keyword}\" is no list, or is empty.");

    private static int? Bound(JsonElement schema, string keyword)
    {
        if (!schema.TryGetProperty(keyword, out var bound))
            return null;
        return bound.ValueKind == JsonValueKind.Number && bound.TryGetInt32(out var number) && number is >= 0 and <= MaxRepetitions
            ? number
            : throw Refused($"\"{keyword}\" has to be from 0 to {MaxRepetitions}.");
    }

    private static string Quoted(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + '"';

    private static HostException Refused(string message) => new(HostError.InvalidRequest, $"\"response_format\": {message}");
}

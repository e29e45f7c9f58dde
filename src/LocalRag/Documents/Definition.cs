namespace LocalRag.Documents;

/// <summary>A symbol that a chunk defines.</summary>
/// <param name="Name">The simple name, as written: <c>ReadAsInt32</c>.</param>
/// <param name="Container">The types or modules around it, joined by <c>.</c>, innermost last; empty where there are none.</param>
/// <param name="Kind">The field's word for it: class, method, property, function, heading…</param>
/// <param name="Line">The line of its name, from 1.</param>
public sealed record Definition(string Name, string Container, string Kind, int Line)
{
    /// <summary>The name with its container: <c>JsonReader.ReadAsInt32</c>.</summary>
    public string QualifiedName => Container.Length == 0 ? Name : $"{Container}.{Name}";
}

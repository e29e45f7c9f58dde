namespace LocalRag.Models.Gguf;

/// <summary>An array of a GGUF header.</summary>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Length">How many it has.</param>
/// <param name="Values">The elements; empty where the array is too long to be kept, as vocabularies are.</param>
public sealed record GgufArray(GgufValueType ElementType, int Length, IReadOnlyList<object> Values);

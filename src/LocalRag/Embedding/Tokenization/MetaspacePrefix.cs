namespace LocalRag.Embedding.Tokenization;

/// <summary>Which pieces Metaspace puts its mark in front of, named as in a <c>tokenizer.json</c>.</summary>
internal enum MetaspacePrefix
{
    Always,
    First,
    Never,
}

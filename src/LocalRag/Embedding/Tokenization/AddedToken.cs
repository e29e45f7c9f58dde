namespace LocalRag.Embedding.Tokenization;

/// <summary>A token that is found in the text itself, before any word is split: <c>[MASK]</c>, <c>&lt;s&gt;</c>.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Content">Its text; for a normalized token, after the normalizer.</param>
/// <param name="SingleWord">Found only where no word character touches it.</param>
/// <param name="StripLeft">Takes the white space before it along.</param>
/// <param name="StripRight">Takes the white space behind it along.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool StripLeft, bool StripRight);

namespace LocalRag.ModelHost.Inference;

/// <summary>What happens to a text that has more tokens than a model takes.</summary>
internal enum TooLong
{
    /// <summary>The request is refused, with the numbers.</summary>
    Error,

    /// <summary>The text's beginning stands for it.</summary>
    Cut,

    /// <summary>Its parts are embedded one by one, and their mean by length stands for it.</summary>
    Split,
}

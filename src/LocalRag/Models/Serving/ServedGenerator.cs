using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Models.Serving;

/// <summary>Counts a text's tokens as the model that will read it does. Texts in, counts out, in order.</summary>
public delegate ValueTask<IReadOnlyList<int>> ServedTokenCounter(IReadOnlyList<string> texts, CancellationToken cancellationToken);

/// <summary>A generator that is ready to be asked.</summary>
/// <param name="Name">As answers name it.</param>
/// <param name="Family">Whose form prompts take; <see cref="PromptFamily.ChatTemplate"/> leaves it to the server.</param>
public sealed record ServedGenerator(string Name, IChatClient Chat, PromptFamily Family, ServedTokenCounter CountTokens)
{
    /// <summary>True where the template itself opens the model's thinking, so that a stream begins within it.</summary>
    public bool OpensInThought { get; init; }

    /// <summary>Tokens of sources that it can do with at most, by its context and its size; null where neither is known.</summary>
    public int? SourceTokens { get; init; }
}

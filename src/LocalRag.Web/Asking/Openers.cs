namespace LocalRag.Web.Asking;

/// <summary>Questions to begin with, for a reader who does not know yet what to ask.</summary>
internal static class Openers
{
    private static readonly string[] Sample =
    [
        "When may a loan not be renewed?",
        "How does the desk handle two people changing the same loan?",
        "What happens to a hold that nobody picks up?",
        "How is a member's token checked?",
    ];

    private static readonly string[] Any =
    [
        "What is this project for?",
        "Where does the program start?",
        "How are errors handled?",
        "How are the tests run?",
    ];

    public static IReadOnlyList<string> For(KnowledgeBaseStatus? status) =>
        status is { Sources: [{ Name: "lendwell" }] } ? Sample : Any;
}

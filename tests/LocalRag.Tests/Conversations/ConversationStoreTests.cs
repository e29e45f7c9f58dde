using System.Text.Json;
using LocalRag.Conversations;
using LocalRag.Retrieval;

namespace LocalRag.Tests.Conversations;

public sealed class ConversationStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localrag-conversations-").FullName;

    private ConversationStore Store => new(Path.Combine(_folder, "default.conversations.db"));

    [Fact]
    public void What_was_asked_and_answered_comes_back_as_it_was()
    {
        var conversation = Store.Create("  When may a loan\nnot be renewed?  ");
        var entry = EntryOf("When?", "Never [1].") with
        {
            Filters = new SearchFilters { Language = "csharp" },
            Places = [new CitedPlace(1, "notes", "a.cs", 3, 9, "csharp", "Loan.Renew", "abc", "text", true, false)],
            Unsupported = ["Never [1]."],
            Freshness = new Freshness("abc", "def", "main", 2),
        };
        var stored = Store.Save(conversation.Id, entry)!;
        var read = Store.Find(conversation.Id)!;
        Assert.Equal("When may a loan not be renewed?", read.Title);
        Assert.Equal(JsonSerializer.Serialize(stored), JsonSerializer.Serialize(Assert.Single(read.Entries)));
        Assert.NotEqual(0, stored.Id);
    }

    [Fact]
    public void An_answer_that_quotes_what_is_no_longer_indexed_leaves_no_trace_in_the_file()
    {
        var conversation = Store.Create("What is the token?");
        CitedPlace PlaceIn(string path, string text) => new(1, "notes", path, 1, 1, "text", null, null, text, true, true);
        foreach (var (path, text) in (ReadOnlySpan<(string, string)>)[("kept.txt", "a walrus"), ("gone.txt", "zq7walrustoken91x")])
            Store.Save(conversation.Id, new ConversationEntry { Question = "What is it?", AskedAt = DateTimeOffset.UnixEpoch, Text = $"It is {text} [1].", Places = [PlaceIn(path, text)] });
        Assert.Equal(1, Store.Forget(place => place.Path == "kept.txt"));
        Assert.Equal(0, Store.Forget(place => place.Path == "kept.txt"));
        var entries = Store.Find(conversation.Id)!.Entries;
        Assert.Equal(["It is a walrus [1].", "This answer was taken out: what it was made from is no longer indexed."], entries.Select(entry => entry.Text));
        Assert.Equal("gone.txt", Assert.Single(entries[1].Places).Path);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Store.FilePath)!, Path.GetFileName(Store.FilePath) + "*"))
            Assert.DoesNotContain("zq7walrustoken91x", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_looks_into_titles_questions_and_answers_and_takes_wildcards_as_they_stand()
    {
        var first = Store.Create("About loans");
        Store.Save(first.Id, EntryOf("How?", "By 100% magic_word"));
        var second = Store.Create("About fees");
        Assert.Equal([second.Id, first.Id], Store.List().Select(found => found.Id));
        Assert.Equal(first.Id, Assert.Single(Store.List("MAGIC_word")).Id);
        Assert.Equal(first.Id, Assert.Single(Store.List("100%")).Id);
        Assert.Equal(second.Id, Assert.Single(Store.List("fees")).Id);
        Assert.DoesNotContain(Store.List("%"), found => found.Id == second.Id);
        Assert.Empty(Store.List("' OR 1=1 --"));
    }

    [Fact]
    public void A_conversation_is_renamed_judged_shortened_and_deleted()
    {
        var conversation = Store.Create("One");
        var entries = Enumerable.Range(0, 3).Select(i => Store.Save(conversation.Id, EntryOf($"Q{i}", $"A{i}"))!).ToList();
        Assert.True(Store.Rename(conversation.Id, "Two"));
        Assert.False(Store.Rename(conversation.Id, " "));
        Store.Rate(entries[0].Id, -1, "wrong file");
        Store.DeleteFrom(conversation.Id, entries[1].Id);
        var read = Store.Find(conversation.Id)!;
        Assert.Equal("Two", read.Title);
        Assert.Equal((-1, "wrong file"), (Assert.Single(read.Entries).Rating, read.Entries[0].RatingReason));
        var line = JsonDocument.Parse(ConversationExport.RatingsToJsonLines(Store)).RootElement;
        Assert.Equal(("Q0", -1, "wrong file"), (line.GetProperty("query").GetString(), line.GetProperty("rating").GetInt32(), line.GetProperty("reason").GetString()));
        Assert.True(Store.Delete(conversation.Id));
        Assert.Null(Store.Find(conversation.Id));
        Assert.Null(Store.Save(conversation.Id, EntryOf("late", "answer")));
        Assert.Empty(Store.List());
    }

    [Fact]
    public void Reading_makes_no_file()
    {
        Assert.Empty(Store.List());
        Assert.Null(Store.Find("none"));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ConversationEntry EntryOf(string question, string answer) => new() { Question = question, Text = answer, AskedAt = DateTimeOffset.UtcNow, Model = "extractive" };
}

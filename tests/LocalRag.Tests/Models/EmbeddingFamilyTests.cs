using LocalRag.Models.Prompts;

namespace LocalRag.Tests.Models;

/// <summary>Byte for byte, from the models' cards.</summary>
public sealed class EmbeddingFamilyTests
{
    [Theory]
    [InlineData("all-MiniLM-L6-v2", "q", "d", TextPooling.Mean)]
    [InlineData("MiniLM L6 H384 Uncased", "q", "d", TextPooling.Mean)]
    [InlineData("nomic-embed-text-v1.5", "search_query: q", "search_document: d", TextPooling.Mean)]
    [InlineData("nomic-embed-text-v2-moe", "search_query: q", "search_document: d", TextPooling.Mean)]
    [InlineData("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: q", "d", TextPooling.Cls)]
    [InlineData("bge-m3", "q", "d", TextPooling.Cls)]
    [InlineData("Qwen3-Embedding-0.6B", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:q", "d", TextPooling.Last)]
    [InlineData("embeddinggemma-300M", "task: search result | query: q", "title: none | text: d", TextPooling.Mean)]
    [InlineData("jina-code-embeddings-0.5b", "Find the most relevant code snippet given the following query:\nq", "Candidate code snippet:\nd", TextPooling.Last)]
    [InlineData("CodeRankEmbed", "Represent this query for searching relevant code: q", "d", TextPooling.Cls)]
    [InlineData("nomic-embed-code", "Represent this query for searching relevant code: q", "d", TextPooling.Last)]
    [InlineData("something-else", "q", "d", TextPooling.OfFile)]
    public void Each_family_has_its_own_prefixes_and_pooling(string name, string query, string document, TextPooling pooling)
    {
        var family = EmbeddingFamilies.Of("", name);
        Assert.Equal((query, document, pooling), (family.Query("q", EmbeddingTask.Prose), family.Document("d"), family.Pooling));
    }

    [Fact]
    public void EmbeddingGemma_is_told_of_code_and_titles()
    {
        var family = EmbeddingFamilies.Of("gemma-embedding");
        Assert.Equal("task: code retrieval | query: q", family.Query("q", EmbeddingTask.Code));
        Assert.Equal("title: a b | text: d", family.Document("d", " a\nb "));
    }

    [Fact]
    public void A_text_that_spells_a_mark_of_ours_is_left_alone()
    {
        var family = EmbeddingFamilies.Of("", "Qwen3-Embedding-0.6B");
        Assert.EndsWith("\nQuery:what is {task}?", family.Query("what is {task}?", EmbeddingTask.Code), StringComparison.Ordinal);
        Assert.Equal("title: none | text: {title}", EmbeddingFamilies.Of("gemma-embedding").Document("{title}"));
    }

    [Fact]
    public void A_user_can_set_other_prefixes() =>
        Assert.Equal("x: q", EmbeddingFamilies.Of("", "bge-m3").With("x: ", null).Query("q", EmbeddingTask.Prose));

    [Theory]
    [InlineData("llama", "x", "<|start_header_id|>…<|eot_id|>", PromptFamily.Llama3)]
    [InlineData("llama", "x", "<|im_start|>", PromptFamily.ChatTemplate)]
    [InlineData("llama", "Llama-3.1-8B", null, PromptFamily.Llama3)]
    [InlineData("command-r", "x", "<|START_OF_TURN_TOKEN|>", PromptFamily.CommandR)]
    [InlineData("cohere2", "x", "<|START_OF_TURN_TOKEN|>", PromptFamily.CommandA)]
    [InlineData("command-r", "x", "<|START_OF_TURN_TOKEN|>…<|START_RESPONSE|>", PromptFamily.CommandA)]
    [InlineData("cohere2", "c4ai-command-r7b", null, PromptFamily.CommandA)]
    [InlineData("qwen3", "Qwen3 8B", "<|im_start|>", PromptFamily.ChatTemplate)]
    public void A_generator_is_known_by_its_template_first(string architecture, string name, string? template, PromptFamily family) =>
        Assert.Equal(family, PromptFamilies.OfFile(architecture, name, template));

    [Theory]
    [InlineData("llama3.2:3b", PromptFamily.Llama3)]
    [InlineData("Meta-Llama-3.1-8B-Instruct-Q4_K_M", PromptFamily.Llama3)]
    [InlineData("DeepSeek-R1-Distill-Llama-3-8B", PromptFamily.ChatTemplate)]
    [InlineData("c4ai-command-r-08-2024", PromptFamily.CommandR)]
    [InlineData("command-r7b-12-2024", PromptFamily.CommandA)]
    [InlineData("command-a-03-2025", PromptFamily.CommandA)]
    [InlineData("mistral", PromptFamily.ChatTemplate)]
    public void A_served_generator_is_known_by_its_name(string name, PromptFamily family) => Assert.Equal(family, PromptFamilies.OfName(name));
}

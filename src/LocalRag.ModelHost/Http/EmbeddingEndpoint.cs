using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using LocalRag.ModelHost.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRag.ModelHost.Http;

/// <summary><c>/v1/embeddings</c>: any number of texts, as numbers or in base64.</summary>
internal static class EmbeddingEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/v1/embeddings", Embed);

    private static async Task Embed(HttpContext context, ResidentModels models)
    {
        var body = await Json.ReadAsync<EmbeddingRequest>(context);
        var tooLong = body.Truncate switch
        {
            null or "error" => TooLong.Error,
            "cut" => TooLong.Cut,
            "split" => TooLong.Split,
            _ => throw Invalid($"\"truncate\" is '{body.Truncate}'; \"error\", \"cut\" and \"split\" are known."),
        };
        var base64 = body.EncodingFormat switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw Invalid($"\"encoding_format\" is '{body.EncodingFormat}'; \"float\" and \"base64\" are known."),
        };

        using var use = await models.UseAsync(body.Model, body.Force, context.RequestAborted);
        var embedder = use.Resident.Embedder(PoolingReading.Of(body.Pooling));
        if (embedder.Pooling == Pooling.Rank)
            throw Invalid($"The model '{use.Model.Name}' is a reranker; it scores pairs at /v1/rerank and gives no vectors.");
        if (body.Dimensions is { } dimensions && (dimensions < 1 || dimensions > embedder.Width))
            throw Invalid($"\"dimensions\" is {dimensions}; the model '{use.Model.Name}' has {embedder.Width}.");

        var inputs = Inputs(body.Input, use.Model.Vocabulary, embedder.MaxTokens, tooLong);
        var vectors = await embedder.EmbedAsync(inputs, context.RequestAborted);
        var data = vectors.Select((vector, index) => new EmbeddingBody("embedding", index, Encode(Shorten(vector, body.Dimensions), base64)));
        var tokens = inputs.Sum(input => input.TokenCount);
        await Json.WriteAsync(context, new EmbeddingResponse("list", [.. data], use.Model.Name, new UsageBody(tokens, tokens)));
    }

    private static List<EmbeddingInput> Inputs(JsonElement? input, Vocabulary vocabulary, int most, TooLong tooLong)
    {
        EmbeddingInput Text(JsonElement text) => EmbeddingInput.Create(vocabulary, text.GetString()!, most, tooLong);
        EmbeddingInput Tokens(JsonElement tokens) => EmbeddingInput.Create(vocabulary, [.. tokens.EnumerateArray().Select(token => Token(token, vocabulary))], most, tooLong);
        return input switch
        {
            { ValueKind: JsonValueKind.String } text => [Text(text)],
            { ValueKind: JsonValueKind.Array } array when array.GetArrayLength() == 0 => throw Invalid("\"input\" is empty."),
            { ValueKind: JsonValueKind.Array } array => array[0].ValueKind == JsonValueKind.Number
                ? [Tokens(array)]
                : [.. array.EnumerateArray().Select(item => item.ValueKind switch
                {
                    JsonValueKind.String => Text(item),
                    JsonValueKind.Array => Tokens(item),
                    _ => throw Invalid("\"input\" has an item that is neither a text nor a list of tokens."),
                })],
            _ => throw Invalid("\"input\" is neither a text nor a list."),
        };
    }

    private static int Token(JsonElement token, Vocabulary vocabulary) =>
        token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out var id) && id >= 0 && id < vocabulary.Size
            ? id
            : throw Invalid($"\"input\" has a token that is not one of the vocabulary's {vocabulary.Size}.");

    /// <summary>The vector's beginning, for models that were trained to carry most in it.</summary>
    private static float[] Shorten(float[] vector, int? dimensions)
    {
        if (dimensions is null || dimensions == vector.Length)
            return vector;
        var shortened = vector[..dimensions.Value];
        var norm = TensorPrimitives.Norm(shortened);
        if (norm > 0)
            TensorPrimitives.Divide(shortened, norm, shortened);
        return shortened;
    }

    private static object Encode(float[] vector, bool base64) => base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector;

    private static HostException Invalid(string message) => new(HostError.InvalidRequest, message);

    private sealed record EmbeddingRequest(string? Model, JsonElement? Input, string? EncodingFormat, int? Dimensions, string? Truncate, string? Pooling, bool Force = false);

    private sealed record EmbeddingResponse(string Object, IReadOnlyList<EmbeddingBody> Data, string Model, UsageBody Usage);

    private sealed record EmbeddingBody(string Object, int Index, object Embedding);

    private sealed record UsageBody(int PromptTokens, int TotalTokens);
}

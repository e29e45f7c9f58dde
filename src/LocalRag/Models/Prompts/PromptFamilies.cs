namespace LocalRag.Models.Prompts;

/// <summary>Tells a model's prompt family.</summary>
public static class PromptFamilies
{
    /// <summary>
    /// By the file's own words. The chat template decides where there is one: a fine-tune keeps its base's architecture and name,
    /// but its template is what it was trained with.
    /// </summary>
    /// <param name="architecture">GGUF's <c>general.architecture</c>; empty where it is not known.</param>
    /// <param name="chatTemplate">GGUF's <c>tokenizer.chat_template</c>; null where there is none.</param>
    public static PromptFamily OfFile(string architecture, string? name, string? chatTemplate)
    {
        if (chatTemplate is not null)
        {
            if (chatTemplate.Contains("<|START_RESPONSE|>", StringComparison.Ordinal)) return PromptFamily.CommandA;
            if (chatTemplate.Contains("<|START_OF_TURN_TOKEN|>", StringComparison.Ordinal)) return OfCohere(architecture, name);
            return chatTemplate.Contains("<|start_header_id|>", StringComparison.Ordinal) && chatTemplate.Contains("<|eot_id|>", StringComparison.Ordinal)
                ? PromptFamily.Llama3
                : PromptFamily.ChatTemplate;
        }

        return architecture is "command-r" or "cohere2" ? OfCohere(architecture, name) : OfName(name ?? "");
    }

    /// <summary>By a served model's name alone, as in <c>llama3.2:3b</c> or <c>c4ai-command-r-08-2024</c>.</summary>
    public static PromptFamily OfName(string name)
    {
        if (Has(name, "command-r7b") || Has(name, "command-a")) return PromptFamily.CommandA;
        if (Has(name, "command-r")) return PromptFamily.CommandR;
        // Fine-tunes of Llama 3 often bring a template of another family, and their names say so.
        if (Has(name, "deepseek") || Has(name, "hermes") || Has(name, "dolphin") || Has(name, "nemotron")) return PromptFamily.ChatTemplate;
        return Has(name, "llama-3") || Has(name, "llama3") || Has(name, "llama_3") ? PromptFamily.Llama3 : PromptFamily.ChatTemplate;
    }

    private static PromptFamily OfCohere(string architecture, string? name) =>
        architecture == "cohere2" || OfName(name ?? "") == PromptFamily.CommandA ? PromptFamily.CommandA : PromptFamily.CommandR;

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}

using LocalRag.Conversations;

namespace LocalRag;

public sealed partial class KnowledgeBase
{
    /// <summary>The conversations held over this knowledge base, in a file beside the index: deleting or rebuilding the index keeps them.</summary>
    public ConversationStore Conversations => field ??= new ConversationStore(Path.ChangeExtension(IndexPath, ".conversations.db"));
}

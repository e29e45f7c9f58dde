using LocalRag.Answering;

namespace LocalRag.Web.Asking;

/// <summary>What answers a question: the knowledge base, or in tests an answer that waits to be told to go on.</summary>
internal delegate IAsyncEnumerable<AnswerUpdate> AnswerSource(Question question, CancellationToken cancellationToken);

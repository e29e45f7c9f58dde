# The LocalRag server. Build: docker build -t localrag .   Run: docker compose up
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# npm brings sqlite-vec, ast-grep and the style sheets.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/LocalRag.Web -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# git tells what a repository holds and which commit it is at; curl is for the health check.
# The mounted repositories belong to another user, whose files git would refuse to read; LocalRag calls it so that no setting of theirs runs anything.
RUN apt-get update && apt-get install -y --no-install-recommends git curl && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && mkdir /data && chown $APP_UID /data
COPY --from=build /app /app
# LocalRag reads the mounted repositories and writes nothing but /data.
USER $APP_UID
ENV LOCALRAG_HOME=/data DOTNET_gcServer=0
VOLUME /data
EXPOSE 5210
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["curl", "--fail", "--silent", "http://127.0.0.1:5210/health"]
# Inside the container every address is the container's own; the compose file publishes the port on the host's loopback alone.
ENTRYPOINT ["dotnet", "/app/LocalRag.Web.dll", "--urls", "http://0.0.0.0:5210", "--BehindLoopback", "true", "--Sample", "none"]

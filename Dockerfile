# Two stages: the tools that build stay behind. No secret is in a layer: pass them with --env-file at run time.
FROM python:3.11-slim AS build
WORKDIR /opt/clinic-bot
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/clinic-bot --create-home clinic-bot
WORKDIR /var/lib/clinic-bot
COPY --from=build /opt/clinic-bot/.venv /opt/clinic-bot/.venv
COPY knowledge /opt/clinic-bot/knowledge
COPY config.yaml /etc/clinic-bot/config.yaml
ENV CLINIC_BOT_KNOWLEDGE__FOLDER=/opt/clinic-bot/knowledge OMP_NUM_THREADS=1
USER clinic-bot
VOLUME /var/lib/clinic-bot
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["/opt/clinic-bot/.venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["/opt/clinic-bot/.venv/bin/clinic-bot", "--config", "/etc/clinic-bot/config.yaml"]
CMD ["run"]

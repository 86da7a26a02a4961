# One image for every process of ours: docker run IMAGE source|worker|sink elasticsearch|…
FROM python:3.12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
# Without pip: what the last stage takes holds nothing that installs or compiles.
RUN python -m venv --without-pip /opt/marsad
WORKDIR /build
COPY requirements/base.lock requirements/base.lock
RUN pip --python /opt/marsad/bin/python install --no-cache-dir --require-hashes -r requirements/base.lock
COPY pyproject.toml README.md ./
COPY marsad marsad
COPY connectors connectors
COPY streams streams
COPY console console
COPY deploy deploy
COPY rules rules
RUN pip --python /opt/marsad/bin/python install --no-cache-dir --no-deps .

FROM python:3.12-slim
LABEL org.opencontainers.image.title="marsad" \
      org.opencontainers.image.description="Streaming intelligence on Arabic news" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin marsad \
    && install -d -o marsad -g marsad /data
COPY --from=build /opt/marsad /opt/marsad
ENV PATH=/opt/marsad/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MARSAD_DATA_DIR=/data \
    MARSAD_CACHE_DIR=/tmp/marsad \
    MARSAD_LOG_FORMAT=json \
    MARSAD_METRICS_PORT=9464
USER 10001:10001
WORKDIR /data
VOLUME /data
# Listens on the container's own loopback; a command that serves no metrics turns this check off.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["marsad"]
CMD ["--help"]

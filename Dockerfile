# An image of one program and what it links to: no shell, no package manager, nobody but user 1000.
#   docker build --tag grantry .
#   docker run --read-only --volume grantry:/var/lib/grantry --publish 4400:4400 --env-file grantry.env grantry
# docs/installing.md says what grantry.env holds, and how the image is made without Docker.

FROM node:26-bookworm AS build
WORKDIR /grantry
COPY . .
RUN npm ci && npm run build:image -- --into /image --folders-only

FROM scratch
COPY --from=build /image/root/ /
COPY --from=build --chown=1000:1000 /image/data/ /var/lib/grantry/
ENV PATH=/usr/bin \
    HOME=/var/lib/grantry \
    NODE_ENV=production \
    GRANTRY_HOST=0.0.0.0 \
    GRANTRY_PORT=4400 \
    GRANTRY_DATA_DIR=/var/lib/grantry \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=32768 \
    MALLOC_TRIM_THRESHOLD_=65536
USER 1000:1000
WORKDIR /var/lib/grantry
VOLUME ["/var/lib/grantry"]
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["/usr/bin/grantry", "health"]
ENTRYPOINT ["/usr/bin/grantry"]
CMD ["start"]

FROM scratch AS files
COPY site /site

FROM nginx:1.29.3-alpine
COPY --from=files /site /usr/share/nginx/html
COPY --from=busybox /bin/busybox /bin/busybox

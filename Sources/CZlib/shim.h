#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot import. Raw deflate, as ZIP stores it. */
static inline int raw_inflate_init(z_streamp stream) { return inflateInit2(stream, -15); }

/* deflateInit2 is one too. Raw deflate at the usual level. */
static inline int raw_deflate_init(z_streamp stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

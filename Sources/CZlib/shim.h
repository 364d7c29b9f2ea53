#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot import. Raw deflate, as ZIP stores it. */
static inline int raw_inflate_init(z_streamp stream) { return inflateInit2(stream, -15); }

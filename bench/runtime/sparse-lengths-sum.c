/*
 * SparseLengthsSum as a C programmer would write it for the machine at hand: the yardstick of the WebAssembly kernels.
 * Compiled by pooling-against-peers.ts at -O3 -march=native; speaks the line protocol of peer-process.ts.
 *
 * Widths 32, 64 and 128 have code of their own (a row's sums stay in registers); other multiples of 16 run the general loop.
 * All lines of the row PREFETCH_ROWS lookups ahead are prefetched, as in FBGEMM; 0 as the last figure of `load` turns it off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__AVX512F__) || (defined(__AVX2__) && defined(__F16C__) && defined(__FMA__))
#include <immintrin.h>
#endif

enum dtype { FP32, FP16, INT8, INT4 };
enum { HEADER_BYTES = 4 };

static inline float half_to_float(uint16_t bits) {
  uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13, word;
  float value;
  memcpy(&value, &magnitude, 4);
  value *= 0x1p112f;
  memcpy(&word, &value, 4);
  word |= (uint32_t)(bits & 0x8000) << 16;
  memcpy(&value, &word, 4);
  return value;
}

/* One register of AVX-512, two of AVX. */
typedef float v16 __attribute__((vector_size(64)));

static inline v16 read16(enum dtype dtype, const uint8_t *elements, int column, float scale, float bias) {
#if defined(__AVX512F__)
  if (dtype == FP32) return (v16)_mm512_loadu_ps((const float *)elements + column);
  if (dtype == FP16) return (v16)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(elements + 2 * column)));
  __m128i bytes;
  if (dtype == INT8) bytes = _mm_loadu_si128((const __m128i *)(elements + column));
  else {
    __m128i packed = _mm_loadl_epi64((const __m128i *)(elements + column / 2)), nibble = _mm_set1_epi8(15);
    bytes = _mm_unpacklo_epi8(_mm_and_si128(packed, nibble), _mm_and_si128(_mm_srli_epi16(packed, 4), nibble));
  }
  __m512 q = _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes));
  return (v16)_mm512_fmadd_ps(q, _mm512_set1_ps(scale), _mm512_set1_ps(bias));
#elif defined(__AVX2__) && defined(__F16C__) && defined(__FMA__)
  __m256 halves[2];
  for (int h = 0; h < 2; h++) {
    int at = column + 8 * h;
    if (dtype == FP32) halves[h] = _mm256_loadu_ps((const float *)elements + at);
    else if (dtype == FP16) halves[h] = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(elements + 2 * at)));
    else {
      __m128i bytes, nibble = _mm_set1_epi8(15);
      if (dtype == INT8) bytes = _mm_loadl_epi64((const __m128i *)(elements + at));
      else {
        __m128i packed = _mm_cvtsi32_si128(*(const int *)(elements + at / 2));
        bytes = _mm_unpacklo_epi8(_mm_and_si128(packed, nibble), _mm_and_si128(_mm_srli_epi16(packed, 4), nibble));
      }
      halves[h] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)), _mm256_set1_ps(scale), _mm256_set1_ps(bias));
    }
  }
  v16 both;
  memcpy(&both, halves, 64);
  return both;
#else
  v16 values;
  for (int i = 0; i < 16; i++) {
    int at = column + i;
    if (dtype == FP32) values[i] = ((const float *)elements)[at];
    else if (dtype == FP16) values[i] = half_to_float(((const uint16_t *)elements)[at]);
    else if (dtype == INT8) values[i] = scale * elements[at] + bias;
    else values[i] = scale * (elements[at / 2] >> (4 * (at & 1)) & 15) + bias;
  }
  return values;
#endif
}

#define INLINE static inline __attribute__((always_inline))

INLINE void prefetch_row(const uint8_t *row, size_t row_bytes) {
  const uint8_t *last = row + row_bytes - 1;
  for (const uint8_t *at = row; at < last; at += 64) __builtin_prefetch(at);
  __builtin_prefetch(last);
}

/* `dtype` and, but for the general loop, `width` are constants where this is inlined. */
INLINE void pool(enum dtype dtype, int width, const uint8_t *rows, size_t row_bytes, const uint32_t *slots,
                 size_t lookups, int pooling, float *out, int ahead) {
  for (size_t at = 0; at < lookups; at += pooling, out += width)
    for (int strip = 0; strip < width; strip += 128) {
      v16 sums[8] = {0};
      int vectors = (width - strip < 128 ? width - strip : 128) / 16;
      for (int i = 0; i < pooling; i++) {
        if (strip == 0 && ahead > 0 && at + i + ahead < lookups)
          prefetch_row(rows + slots[at + i + ahead] * row_bytes, row_bytes);
        const uint8_t *row = rows + slots[at + i] * row_bytes;
        int quantised = dtype == INT8 || dtype == INT4;
        float scale = quantised ? half_to_float(*(const uint16_t *)row) : 0;
        float bias = quantised ? half_to_float(*(const uint16_t *)(row + 2)) : 0;
        const uint8_t *elements = row + (quantised ? HEADER_BYTES : 0);
        for (int v = 0; v < vectors; v++) sums[v] += read16(dtype, elements, strip + 16 * v, scale, bias);
      }
      for (int v = 0; v < vectors; v++) memcpy(out + strip + 16 * v, &sums[v], 64);
    }
}

#define BY_WIDTH(NAME, DTYPE)                                                                                         \
  static void NAME(int width, const uint8_t *rows, size_t row_bytes, const uint32_t *slots, size_t lookups,            \
                   int pooling, float *out, int ahead) {                                                              \
    if (width == 32) pool(DTYPE, 32, rows, row_bytes, slots, lookups, pooling, out, ahead);                           \
    else if (width == 64) pool(DTYPE, 64, rows, row_bytes, slots, lookups, pooling, out, ahead);                      \
    else if (width == 128) pool(DTYPE, 128, rows, row_bytes, slots, lookups, pooling, out, ahead);                    \
    else pool(DTYPE, width, rows, row_bytes, slots, lookups, pooling, out, ahead);                                    \
  }
BY_WIDTH(pool_fp32, FP32)
BY_WIDTH(pool_fp16, FP16)
BY_WIDTH(pool_int8, INT8)
BY_WIDTH(pool_int4, INT4)

static void *read_file(const char *folder, const char *name, size_t bytes) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  void *content = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!file || !content || fread(content, 1, bytes, file) != bytes) exit(2);
  fclose(file);
  return content;
}

static double thread_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(void) {
  char line[8192], folder[4096], dtype_name[8];
  int dtype = 0, width = 0, pooling = 1, ahead = 0;
  size_t rows_count, row_bytes = 0, lookups = 0, calls;
  uint8_t *rows = NULL;
  uint32_t *slots = NULL;
  float *out = NULL;
  while (fgets(line, sizeof line, stdin)) {
    size_t warm, first, count;
    if (sscanf(line, "load pooling %4095s %7s %d %zu %zu %d %zu %zu %d", folder, dtype_name, &width, &rows_count, &row_bytes,
               &pooling, &lookups, &calls, &ahead) == 9) {
      dtype = !strcmp(dtype_name, "fp32") ? FP32 : !strcmp(dtype_name, "fp16") ? FP16 : !strcmp(dtype_name, "int8") ? INT8 : INT4;
      free(rows), free(slots), free(out);
      rows = read_file(folder, "rows.bin", rows_count * row_bytes);
      slots = read_file(folder, "slots.bin", calls * lookups * 4);
      out = aligned_alloc(64, (lookups / pooling * width * 4 + 63) / 64 * 64);
      printf("loaded\n");
    } else if (sscanf(line, "run %zu %zu %zu", &warm, &first, &count) == 3) {
      double start = 0;
      for (size_t i = 0; i < warm + count; i++) {
        if (i == warm) start = thread_seconds();
        size_t call = i < warm ? i : first + i - warm;
        (dtype == FP32 ? pool_fp32 : dtype == FP16 ? pool_fp16 : dtype == INT8 ? pool_int8 : pool_int4)(
            width, rows, row_bytes, slots + call * lookups, lookups, pooling, out, ahead);
      }
      printf("%.9f\n", thread_seconds() - start);
    } else if (sscanf(line, "write %4095s", folder) == 1) {
      FILE *file = fopen(folder, "wb");
      if (!file || fwrite(out, 4, lookups / pooling * width, file) != lookups / pooling * width || fclose(file)) return 2;
      printf("written\n");
    } else return 1;
    fflush(stdout);
  }
  return 0;
}

// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cache/feature_file.h"

#include "engine/hash/sha256.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <new>

namespace trutina::engine {

namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kChunk = std::size_t{1} << 20;
/// No real picture comes near it; it keeps the products below within range.
constexpr std::int64_t kLargestSide = std::int64_t{1} << 24;

/// Before the key. The last byte of the mark is the version of this form.
struct Header {
    std::array<char, 8> mark{'T', 'R', 'U', 'T', 'F', 'E', 'A', '\1'};
    std::uint32_t byteOrder = 0x01020304;
    std::uint32_t keyBytes = 0;
    std::int64_t tileRows = 0, tileColumns = 0, tokens = 0, width = 0, bytesPerValue = 0;
    std::int64_t valuesAt = 0; ///< a multiple of the alignment
};
static_assert(sizeof(Header) == kAlignment);

class Descriptor {
  public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
    ~Descriptor() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    /// Some file systems tell of a full disk only here.
    [[nodiscard]] int closeNow() {
        const int result = ::close(m_descriptor) == 0 ? 0 : errno;
        m_descriptor = -1;
        return result;
    }

  private:
    int m_descriptor;
};

bool readAll(int descriptor, std::byte* target, std::size_t size) {
    while (size > 0) {
        const ssize_t count = ::read(descriptor, target, size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        target += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

/// 0 or an errno.
int writeAll(int descriptor, const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::byte*>(data);
    while (size > 0) {
        const ssize_t count = ::write(descriptor, bytes, size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno;
        }
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
    return 0;
}

std::int64_t valuesAt(std::size_t keyBytes) {
    return static_cast<std::int64_t>((sizeof(Header) + keyBytes + kAlignment - 1) / kAlignment * kAlignment);
}

bool isSound(const Header& header, const std::string& key) {
    const auto within = [](std::int64_t value) { return value > 0 && value <= kLargestSide; };
    const Header ours;
    return header.mark == ours.mark && header.byteOrder == ours.byteOrder && header.keyBytes == key.size() &&
           within(header.tileRows) && within(header.tileColumns) && within(header.tokens) && within(header.width) &&
           header.bytesPerValue > 0 && header.bytesPerValue <= 8 && header.valuesAt == valuesAt(key.size());
}

std::shared_ptr<std::byte[]> alignedBytes(std::size_t size) {
    const std::align_val_t alignment{kAlignment};
    return {static_cast<std::byte*>(::operator new[](size, alignment)),
            [alignment](std::byte* bytes) { ::operator delete[](bytes, alignment); }};
}

} // namespace

FeatureFile::Reading FeatureFile::read(const std::filesystem::path& file, const std::string& key) {
    const Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (open.get() < 0) {
        return {{}, errno == ENOENT || errno == ENOTDIR ? Fault::Absent : Fault::Unreadable};
    }
    struct stat status {};
    if (::fstat(open.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return {{}, Fault::Unreadable};
    }
    Header header;
    if (!readAll(open.get(), reinterpret_cast<std::byte*>(&header), sizeof header) || !isSound(header, key)) {
        return {{}, Fault::Foreign};
    }
    const FeatureShape shape{header.tileRows, header.tileColumns, header.tokens, header.width, header.bytesPerValue};
    if (status.st_size != sizeOf(key, shape)) {
        return {{}, Fault::Foreign};
    }
    // The key and the values in one block, hashed piece by piece while they are in the processor's cache.
    const auto lead = static_cast<std::size_t>(header.valuesAt) - sizeof header;
    const std::size_t size = lead + shape.bytes();
    const auto block = alignedBytes(size);
    Sha256 hash;
    hash.add(&header, sizeof header);
    for (std::size_t done = 0; done < size;) {
        const std::size_t count = std::min(kChunk, size - done);
        if (!readAll(open.get(), block.get() + done, count)) {
            return {{}, Fault::Foreign};
        }
        hash.add(block.get() + done, count);
        done += count;
    }
    Sha256::Digest expected{};
    if (!readAll(open.get(), reinterpret_cast<std::byte*>(expected.data()), expected.size()) || hash.digest() != expected ||
        std::memcmp(block.get(), key.data(), key.size()) != 0) {
        return {{}, Fault::Foreign};
    }
    // Marked as used: what was used least recently goes first. Not being allowed to is no harm.
    const std::array<timespec, 2> now{{{0, UTIME_NOW}, {0, UTIME_NOW}}};
    (void)::futimens(open.get(), now.data());
    return {KeptFeatures{shape, std::shared_ptr<const std::byte[]>(block, block.get() + lead)}, Fault::None};
}

int FeatureFile::write(const std::filesystem::path& file, const std::string& key, const FeatureShape& shape, const void* values) {
    // For the owner alone: it can be told from features what a private picture shows.
    Descriptor open(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (open.get() < 0) {
        return errno;
    }
    Header header;
    header.keyBytes = static_cast<std::uint32_t>(key.size());
    header.tileRows = shape.tileRows;
    header.tileColumns = shape.tileColumns;
    header.tokens = shape.tokens;
    header.width = shape.width;
    header.bytesPerValue = shape.bytesPerValue;
    header.valuesAt = valuesAt(key.size());
    std::string lead(reinterpret_cast<const char*>(&header), sizeof header);
    lead += key;
    lead.resize(static_cast<std::size_t>(header.valuesAt), '\0');

    Sha256 hash;
    hash.add(lead);
    int error = writeAll(open.get(), lead.data(), lead.size());
    const auto* bytes = static_cast<const std::byte*>(values);
    for (std::size_t done = 0; error == 0 && done < shape.bytes();) {
        const std::size_t count = std::min(kChunk, shape.bytes() - done);
        hash.add(bytes + done, count);
        error = writeAll(open.get(), bytes + done, count);
        done += count;
    }
    if (error == 0) {
        const Sha256::Digest digest = hash.digest();
        error = writeAll(open.get(), digest.data(), digest.size());
    }
    return error != 0 ? error : open.closeNow();
}

std::int64_t FeatureFile::sizeOf(const std::string& key, const FeatureShape& shape) {
    return valuesAt(key.size()) + static_cast<std::int64_t>(shape.bytes() + sizeof(Sha256::Digest));
}

std::string featureFileName(const std::string& key) {
    Sha256 hash;
    hash.add(key);
    return hexadecimal(hash.digest()) + ".features";
}

} // namespace trutina::engine

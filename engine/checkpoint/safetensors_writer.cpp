// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/safetensors_writer.h"

#include "engine/api/error.h"
#include "engine/checkpoint/stored_type.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace trutina::engine {

namespace {

[[nodiscard]] const char* safetensorsName(StoredType type) {
    switch (type) {
    case StoredType::Float64:
        return "F64";
    case StoredType::Float32:
        return "F32";
    case StoredType::Float16:
        return "F16";
    case StoredType::BFloat16:
        return "BF16";
    case StoredType::Int64:
        return "I64";
    case StoredType::Int32:
        return "I32";
    case StoredType::Int16:
        return "I16";
    case StoredType::Int8:
        return "I8";
    case StoredType::UInt8:
        return "U8";
    case StoredType::Bool:
        return "BOOL";
    }
    return "F32";
}

/// A file beside its final place, renamed when it is complete and removed when it is not.
class PendingFile {
  public:
    explicit PendingFile(std::filesystem::path file)
        : m_file(std::move(file)), m_pending(m_file.string() + "." + std::to_string(getpid()) + ".part") {
        m_descriptor = ::open(m_pending.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (m_descriptor < 0) {
            fail(errno);
        }
    }
    ~PendingFile() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
            ::unlink(m_pending.c_str());
        }
    }
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    void write(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const char*>(data);
        while (size > 0) {
            const ssize_t written = ::write(m_descriptor, bytes, size);
            if (written < 0) {
                if (errno == EINTR) {
                    continue;
                }
                fail(errno);
            }
            bytes += written;
            size -= static_cast<std::size_t>(written);
        }
    }

    void commit() {
        if (::fsync(m_descriptor) != 0) {
            fail(errno);
        }
        ::close(std::exchange(m_descriptor, -1));
        std::error_code error;
        std::filesystem::rename(m_pending, m_file, error);
        if (error) {
            ::unlink(m_pending.c_str());
            throw failure(error.message());
        }
        // The name itself is on disk only when its folder is.
        const int folder = ::open(m_file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder >= 0) {
            ::fsync(folder);
            ::close(folder);
        }
    }

  private:
    [[noreturn]] void fail(int error) const { throw failure(std::strerror(error)); }
    [[nodiscard]] Failure failure(const std::string& why) const {
        return {"file.not_written", "\"" + m_file.string() + "\" could not be written: " + why + ".",
                "Check that the folder exists, may be written and has room."};
    }

    std::filesystem::path m_file;
    std::filesystem::path m_pending;
    int m_descriptor = -1;
};

} // namespace

void writeSafetensors(const std::filesystem::path& file, const std::vector<TensorToWrite>& tensors) {
    writeSafetensors(file, tensors, [](const TensorToWrite& tensor) { return tensor.bytes; });
}

void writeSafetensors(const std::filesystem::path& file, const std::vector<TensorToWrite>& tensors, const TensorBytes& bytesOf) {
    nlohmann::ordered_json header = {{"__metadata__", {{"format", "pt"}}}};
    std::uint64_t begin = 0;
    for (const TensorToWrite& tensor : tensors) {
        const auto end = begin + denseByteCount(tensor.shape, tensor.type).value();
        header[tensor.name] = {{"dtype", safetensorsName(tensor.type)}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
        begin = end;
    }
    std::string text = header.dump();
    constexpr std::size_t kAlignment = 64; // so that the tensors can be used where they lie in a memory map
    text.resize((text.size() + 8 + kAlignment - 1) / kAlignment * kAlignment - 8, ' ');
    const std::uint64_t length = text.size();
    PendingFile pending(file);
    pending.write(&length, sizeof length);
    pending.write(text.data(), text.size());
    for (const TensorToWrite& tensor : tensors) {
        const auto bytes = bytesOf(tensor);
        if (bytes.size() != denseByteCount(tensor.shape, tensor.type).value()) {
            throw std::logic_error("tensor \"" + tensor.name + "\" has not as many bytes as its shape says");
        }
        pending.write(bytes.data(), bytes.size());
    }
    pending.commit();
}

void writeFileAtomically(const std::filesystem::path& file, std::string_view text) {
    PendingFile pending(file);
    pending.write(text.data(), text.size());
    pending.commit();
}

} // namespace trutina::engine

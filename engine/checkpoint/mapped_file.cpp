// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/mapped_file.h"

#include "engine/api/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string>
#include <system_error>
#include <utility>

namespace trutina::engine {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int value) : m_value(value) {}
    ~Descriptor() {
        if (m_value >= 0) {
            ::close(m_value);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int value() const { return m_value; }

  private:
    int m_value;
};

[[noreturn]] void refuseUnreadable(const std::filesystem::path& file, int reason) {
    const std::string text = std::generic_category().message(reason);
    if (reason == ENOENT || reason == ENOTDIR) {
        throw Failure("checkpoint.not_found", file.filename().string() + " was not found.", "Check the model folder.",
                      file.string() + ": " + text);
    }
    throw Failure("checkpoint.unreadable", file.filename().string() + " could not be read: " + text + ".",
                  "Check the permissions of the file and the disk it lies on.", file.string() + ": " + text);
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path& file) {
    // O_NONBLOCK: a named pipe in the place of a file must not make us wait for a writer.
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.value() < 0) {
        refuseUnreadable(file, errno);
    }
    struct stat status {};
    if (::fstat(descriptor.value(), &status) != 0) {
        refuseUnreadable(file, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throw Failure("checkpoint.unreadable", file.filename().string() + " is not a regular file.", "Check the model folder.",
                      file.string());
    }
    if (status.st_size == 0) {
        return; // a mapping of length 0 is an error to the kernel; an empty file is for its reader to judge
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.value(), 0);
    if (start == MAP_FAILED) {
        refuseUnreadable(file, errno);
    }
    m_start = static_cast<const std::byte*>(start);
    m_size = size;
}

MappedFile::~MappedFile() {
    if (m_start != nullptr) {
        ::munmap(const_cast<std::byte*>(m_start), m_size);
    }
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_start(std::exchange(other.m_start, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_start, other.m_start);
    std::swap(m_size, other.m_size);
    return *this;
}

bool MappedFile::contains(std::span<const std::byte> part) const {
    // std::less: the built-in < says nothing about pointers into different mappings.
    const std::less<> before;
    return m_start != nullptr && !before(part.data(), m_start) && !before(m_start + m_size, part.data() + part.size());
}

void MappedFile::fetch(std::span<const std::byte> part) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto start = static_cast<std::size_t>(part.data() - m_start);
    const std::size_t first = start / page * page;
    void* const address = const_cast<std::byte*>(m_start) + first;
    const std::size_t length = start + part.size() - first;
    // All of it is asked of the disk at once, then waited for and mapped; Linux before 5.14 maps when the pages are used.
    ::madvise(address, length, MADV_WILLNEED);
    ::madvise(address, length, MADV_POPULATE_READ);
}

void MappedFile::release(std::span<const std::byte> part) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto start = static_cast<std::size_t>(part.data() - m_start); // the mapping itself begins with a page
    const std::size_t first = (start + page - 1) / page * page;
    const std::size_t last = (start + part.size()) / page * page;
    if (last > first) {
        // Advice: a failure changes nothing but memory use.
        ::madvise(const_cast<std::byte*>(m_start) + first, last - first, MADV_DONTNEED);
    }
}

} // namespace trutina::engine

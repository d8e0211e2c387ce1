// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace trutina::engine {

/// A running SHA-256. Throws Failure "hash.failed" where OpenSSL does. Threads: one at a time.
class Sha256 {
  public:
    using Digest = std::array<unsigned char, 32>;

    Sha256();
    void add(const void* data, std::size_t size);
    void add(std::string_view bytes) { add(bytes.data(), bytes.size()); }
    /// Of all that was added; called once, last.
    [[nodiscard]] Digest digest();
    /// The same as "sha256:" and 64 hexadecimal digits.
    [[nodiscard]] std::string text();

  private:
    struct Deleter {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Deleter> m_context;
};

/// Lower-case hexadecimal.
[[nodiscard]] std::string hexadecimal(const Sha256::Digest& digest);

} // namespace trutina::engine

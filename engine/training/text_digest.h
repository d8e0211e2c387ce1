// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/hash/sha256.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace trutina::engine {

/// SHA-256 over a row of texts, each with its length.
class TextDigest {
  public:
    void add(std::string_view text) {
        const std::uint64_t size = text.size();
        m_hash.add(&size, sizeof size);
        m_hash.add(text);
    }
    /// "sha256:…"; once, at the end.
    [[nodiscard]] std::string finish() { return m_hash.text(); }

  private:
    Sha256 m_hash;
};

} // namespace trutina::engine

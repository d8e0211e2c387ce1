// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace trutina::engine {

/// SHA-256 over a row of texts, each with its length.
class TextDigest {
  public:
    TextDigest();
    void add(std::string_view text);
    /// "sha256:…"; once, at the end.
    [[nodiscard]] std::string finish();

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace trutina::engine

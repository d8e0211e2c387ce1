// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/text_digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>

namespace trutina::engine {

void TextDigest::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

TextDigest::TextDigest() : m_context(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
}

void TextDigest::add(std::string_view text) {
    const std::uint64_t size = text.size();
    EVP_DigestUpdate(m_context.get(), &size, sizeof size);
    EVP_DigestUpdate(m_context.get(), text.data(), text.size());
}

std::string TextDigest::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context.get(), bytes.data(), &size);
    std::string text = "sha256:";
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (unsigned int i = 0; i < size; ++i) {
        text += kDigits[bytes[i] >> 4];
        text += kDigits[bytes[i] & 15];
    }
    return text;
}

} // namespace trutina::engine

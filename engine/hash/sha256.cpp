// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hash/sha256.h"

#include "engine/api/error.h"

#include <openssl/evp.h>

namespace trutina::engine {

namespace {

void require(bool succeeded) {
    if (!succeeded) {
        throw Failure("hash.failed", "A SHA-256 could not be computed.", "Check the installation of OpenSSL.");
    }
}

} // namespace

void Sha256::Deleter::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new()) {
    require(m_context != nullptr && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(const void* data, std::size_t size) {
    require(EVP_DigestUpdate(m_context.get(), data, size) == 1);
}

Sha256::Digest Sha256::digest() {
    Digest digest{};
    require(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1);
    return digest;
}

std::string Sha256::text() {
    return "sha256:" + hexadecimal(digest());
}

std::string hexadecimal(const Sha256::Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0x0fU];
    }
    return text;
}

} // namespace trutina::engine

// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/media_store/sha256.h"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

namespace trutina::storage {

namespace {

void demand(int openSslResult) {
    if (openSslResult != 1) {
        throw std::runtime_error("OpenSSL could not compute a SHA-256 sum");
    }
}

} // namespace

struct Sha256::State {
    struct Deleter {
        void operator()(EVP_MD_CTX* owned) const { EVP_MD_CTX_free(owned); }
    };
    std::unique_ptr<EVP_MD_CTX, Deleter> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    if (!m_state->context) {
        throw std::bad_alloc();
    }
    demand(EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
    demand(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()));
}

std::array<std::uint8_t, 32> Sha256::digest() {
    std::array<std::uint8_t, 32> sum{};
    unsigned length = 0;
    demand(EVP_DigestFinal_ex(m_state->context.get(), sum.data(), &length));
    return sum;
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xFU];
    }
    return text;
}

} // namespace trutina::storage

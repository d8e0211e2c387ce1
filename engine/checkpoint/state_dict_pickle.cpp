// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/state_dict_pickle.h"

#include "engine/api/error.h"
#include "engine/checkpoint/byte_reader.h"
#include "engine/checkpoint/checkpoint_failure.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

namespace trutina::engine {

namespace {

constexpr std::size_t kLongestPickle = std::size_t{16} << 20;
constexpr std::size_t kMostValues =
    1'000'000; // a tensor takes about 15; the limit bounds the memory that one byte of a pickle can claim
constexpr std::size_t kMostDimensions = 16;
constexpr std::uint8_t kOldestProtocol = 2; // torch writes protocol 2
constexpr std::uint8_t kNewestProtocol = 3; // differs by the opcodes for bytes only, which no state dict holds

enum Opcode : std::uint8_t {
    Mark = '(',
    EmptyTuple = ')',
    Stop = '.',
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    None = 'N',
    BinPersistentId = 'Q',
    Reduce = 'R',
    BinUnicode = 'X',
    Build = 'b',
    Global = 'c',
    BinGet = 'h',
    LongBinGet = 'j',
    BinPut = 'q',
    LongBinPut = 'r',
    SetItem = 's',
    Tuple = 't',
    SetItems = 'u',
    EmptyDict = '}',
    Protocol = 0x80,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8a,
};

using Index = std::size_t; ///< of a value; equal objects of the pickle share one

enum class Callable { OrderedDict, RebuildTensor, RebuildParameter };

struct NoneValue {};
struct TupleValue {
    std::vector<Index> items;
};
struct DictValue {
    std::vector<std::pair<Index, Index>> items;
};
struct StorageValue {
    std::string key;
    StoredType type = StoredType::Float32;
    std::int64_t elements = 0;
};

using Value = std::variant<NoneValue, bool, std::int64_t, std::string, TupleValue, DictValue, Callable, StoredType, StorageValue,
                           PickledTensor>;

constexpr std::array<std::pair<std::string_view, StoredType>, 10> kStorageTypes{{{"DoubleStorage", StoredType::Float64},
                                                                                 {"FloatStorage", StoredType::Float32},
                                                                                 {"HalfStorage", StoredType::Float16},
                                                                                 {"BFloat16Storage", StoredType::BFloat16},
                                                                                 {"LongStorage", StoredType::Int64},
                                                                                 {"IntStorage", StoredType::Int32},
                                                                                 {"ShortStorage", StoredType::Int16},
                                                                                 {"CharStorage", StoredType::Int8},
                                                                                 {"ByteStorage", StoredType::UInt8},
                                                                                 {"BoolStorage", StoredType::Bool}}};

/// The stack machine that pickles are written for, with nothing to call.
class PickleReader {
  public:
    PickleReader(std::span<const std::byte> pickle, const std::string& file)
        : m_reader(pickle, file, "the pickle"), m_file(file) {}

    [[nodiscard]] std::vector<PickledTensor> read() {
        if (m_reader.u8() != Opcode::Protocol) {
            refuseDamaged(m_file, "the pickle does not begin as one");
        }
        const std::uint8_t protocol = m_reader.u8();
        if (protocol < kOldestProtocol || protocol > kNewestProtocol) {
            refuseUnsupported(m_file, "its pickle has protocol " + std::to_string(protocol),
                              "Save the checkpoint again with torch.save's default protocol.");
        }
        for (;;) {
            const std::uint8_t opcode = m_reader.u8();
            if (opcode == Opcode::Stop) {
                return tensorsOf(pop());
            }
            step(opcode);
        }
    }

  private:
    // One opcode. Numbers and names in it are read by its handler.
    void step(std::uint8_t opcode) {
        switch (opcode) {
        case Opcode::Mark:
            m_marks.push_back(m_stack.size());
            return;
        case Opcode::None:
            return push(NoneValue{});
        case Opcode::NewTrue:
            return push(true);
        case Opcode::NewFalse:
            return push(false);
        case Opcode::BinInt:
            return push(std::int64_t{static_cast<std::int32_t>(m_reader.u32())});
        case Opcode::BinInt1:
            return push(std::int64_t{m_reader.u8()});
        case Opcode::BinInt2:
            return push(std::int64_t{m_reader.u16()});
        case Opcode::Long1:
            return push(readLong());
        case Opcode::BinUnicode:
            return push(std::string(m_reader.takeText(m_reader.u32())));
        case Opcode::EmptyTuple:
            return push(TupleValue{});
        case Opcode::Tuple1:
            return pushTuple(1);
        case Opcode::Tuple2:
            return pushTuple(2);
        case Opcode::Tuple3:
            return pushTuple(3);
        case Opcode::Tuple:
            return push(TupleValue{popToMark()});
        case Opcode::EmptyDict:
            return push(DictValue{});
        case Opcode::SetItem:
            return setItem();
        case Opcode::SetItems:
            return setItems();
        case Opcode::Global:
            return pushGlobal();
        case Opcode::BinPersistentId:
            return pushStorage();
        case Opcode::Reduce:
            return reduce();
        case Opcode::Build:
            return build();
        case Opcode::BinPut:
            m_memo[m_reader.u8()] = top();
            return;
        case Opcode::LongBinPut:
            m_memo[m_reader.u32()] = top();
            return;
        case Opcode::BinGet:
            return recall(m_reader.u8());
        case Opcode::LongBinGet:
            return recall(m_reader.u32());
        default:
            refuseUnsafe("the pickle opcode " + std::to_string(opcode) + ", which no state dict needs");
        }
    }

    [[noreturn]] void refuseUnsafe(const std::string& what) const {
        throw Failure(
            "checkpoint.unsafe", m_file + " holds " + what + ". It was not executed.",
            "Do not use this file unless you know where it comes from; a safetensors version of the checkpoint is safer.");
    }

    void push(Value value) {
        if (m_values.size() == kMostValues) {
            refuseUnsupported(m_file, "its pickle holds more than a million values",
                              "A state dict needs far less: check where the file comes from.");
        }
        m_values.push_back(std::move(value));
        m_stack.push_back(m_values.size() - 1);
    }

    [[nodiscard]] std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

    [[nodiscard]] Index top() const {
        if (m_stack.size() <= floor()) {
            refuseDamaged(m_file, "the pickle takes a value from an empty stack");
        }
        return m_stack.back();
    }

    Index pop() {
        const Index value = top();
        m_stack.pop_back();
        return value;
    }

    [[nodiscard]] std::vector<Index> popToMark() {
        if (m_marks.empty()) {
            refuseDamaged(m_file, "the pickle closes a group that it did not open");
        }
        const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<Index> items(begin, m_stack.end());
        m_stack.erase(begin, m_stack.end());
        m_marks.pop_back();
        return items;
    }

    void pushTuple(std::size_t count) {
        TupleValue tuple;
        tuple.items.resize(count);
        for (std::size_t i = count; i-- > 0;) {
            tuple.items[i] = pop();
        }
        push(std::move(tuple));
    }

    [[nodiscard]] std::int64_t readLong() {
        const std::uint8_t length = m_reader.u8();
        if (length > sizeof(std::int64_t)) {
            refuseDamaged(m_file, "the pickle holds a number of more than 64 bits");
        }
        std::uint64_t value = 0;
        std::uint8_t last = 0;
        for (std::uint8_t i = 0; i < length; ++i) {
            last = m_reader.u8();
            value |= static_cast<std::uint64_t>(last) << (8U * i);
        }
        if (length > 0 && length < sizeof(std::int64_t) && (last & 0x80U) != 0) {
            value |= ~std::uint64_t{0} << (8U * length);
        }
        return static_cast<std::int64_t>(value);
    }

    void recall(std::uint32_t key) {
        const auto found = m_memo.find(key);
        if (found == m_memo.end()) {
            refuseDamaged(m_file, "the pickle refers to a value that it has not made");
        }
        m_stack.push_back(found->second);
    }

    [[nodiscard]] DictValue& dictOnTop() {
        auto* dict = std::get_if<DictValue>(&m_values[top()]);
        if (dict == nullptr) {
            refuseDamaged(m_file, "the pickle puts an item into something that is no dict");
        }
        return *dict;
    }

    void setItem() {
        const Index value = pop();
        const Index key = pop();
        dictOnTop().items.emplace_back(key, value);
    }

    void setItems() {
        const std::vector<Index> items = popToMark();
        if (items.size() % 2 != 0) {
            refuseDamaged(m_file, "the pickle holds a key without a value");
        }
        DictValue& dict = dictOnTop();
        for (std::size_t i = 0; i < items.size(); i += 2) {
            dict.items.emplace_back(items[i], items[i + 1]);
        }
    }

    [[nodiscard]] std::string readLine() {
        constexpr std::size_t kLongestName = 256;
        std::string line;
        for (char c = static_cast<char>(m_reader.u8()); c != '\n'; c = static_cast<char>(m_reader.u8())) {
            line += c;
            if (line.size() > kLongestName) {
                refuseDamaged(m_file, "the pickle holds a name that does not end");
            }
        }
        return line;
    }

    void pushGlobal() {
        const std::string module = readLine();
        const std::string name = readLine();
        if (module == "collections" && name == "OrderedDict") {
            return push(Callable::OrderedDict);
        }
        if (module == "torch._utils" && name == "_rebuild_tensor_v2") {
            return push(Callable::RebuildTensor);
        }
        if (module == "torch._utils" && name == "_rebuild_parameter") {
            return push(Callable::RebuildParameter);
        }
        if (module == "torch") {
            const auto* type = std::ranges::find(kStorageTypes, name, &std::pair<std::string_view, StoredType>::first);
            if (type != kStorageTypes.end()) {
                return push(type->second);
            }
            if (name.ends_with("Storage")) {
                throw Failure("checkpoint.unknown_type",
                              m_file + " holds tensors of the kind " + quotedText(name) + ", which is not known.",
                              "Convert the checkpoint to float32, float16 or bfloat16.");
            }
        }
        refuseUnsafe("a call of " + quotedText(module + "." + name) + ", which no state dict needs");
    }

    template <typename T>
    [[nodiscard]] const T& as(Index index, std::string_view what) const {
        const auto* value = std::get_if<T>(&m_values[index]);
        if (value == nullptr) {
            refuseDamaged(m_file, "the pickle gives " + std::string(what) + " of the wrong kind");
        }
        return *value;
    }

    /// ("storage", type, key, device, number of elements)
    void pushStorage() {
        const auto& parts = as<TupleValue>(pop(), "a storage").items;
        if (parts.size() != 5 || as<std::string>(parts[0], "a storage") != "storage") {
            refuseDamaged(m_file, "the pickle describes a storage in an unknown way");
        }
        push(StorageValue{as<std::string>(parts[2], "a storage key"), as<StoredType>(parts[1], "a storage type"),
                          as<std::int64_t>(parts[4], "a storage size")});
    }

    void reduce() {
        // Copies: pushing moves the values that references would point to.
        const std::vector<Index> arguments = as<TupleValue>(pop(), "arguments").items;
        const auto callable = as<Callable>(pop(), "a callable");
        switch (callable) {
        case Callable::OrderedDict:
            if (!arguments.empty()) {
                refuseDamaged(m_file, "the pickle makes an OrderedDict in an unknown way");
            }
            return push(DictValue{});
        case Callable::RebuildTensor:
            return push(rebuildTensor(arguments));
        case Callable::RebuildParameter: // (tensor, requires_grad, hooks)
            if (arguments.size() != 3) {
                refuseDamaged(m_file, "the pickle makes a parameter in an unknown way");
            }
            m_stack.push_back(arguments[0]);
            static_cast<void>(as<PickledTensor>(arguments[0], "a parameter"));
            return;
        }
    }

    /// (storage, offset, size, stride, requires_grad, hooks[, metadata])
    [[nodiscard]] PickledTensor rebuildTensor(const std::vector<Index>& arguments) const {
        if (arguments.size() != 6 && arguments.size() != 7) {
            refuseDamaged(m_file, "the pickle makes a tensor in an unknown way");
        }
        const auto& storage = as<StorageValue>(arguments[0], "a storage");
        PickledTensor tensor;
        tensor.storageKey = storage.key;
        tensor.type = storage.type;
        tensor.storageElements = storage.elements;
        tensor.offset = as<std::int64_t>(arguments[1], "a tensor offset");
        tensor.shape = numbers(arguments[2], "a tensor size");
        tensor.strides = numbers(arguments[3], "a tensor stride");
        if (tensor.shape.size() != tensor.strides.size()) {
            refuseDamaged(m_file, "the pickle holds a tensor with more sizes than strides or fewer");
        }
        return tensor;
    }

    [[nodiscard]] std::vector<std::int64_t> numbers(Index index, std::string_view what) const {
        const auto& items = as<TupleValue>(index, what).items;
        if (items.size() > kMostDimensions) {
            refuseDamaged(m_file, "the pickle holds a tensor of more than 16 dimensions");
        }
        std::vector<std::int64_t> result;
        result.reserve(items.size());
        for (const Index item : items) {
            result.push_back(as<std::int64_t>(item, what));
        }
        return result;
    }

    /// An OrderedDict may carry attributes (a state dict's "_metadata"). They are of no use here.
    void build() {
        static_cast<void>(as<DictValue>(pop(), "attributes"));
        static_cast<void>(dictOnTop());
    }

    [[nodiscard]] std::vector<PickledTensor> tensorsOf(Index root) const {
        const auto* dict = std::get_if<DictValue>(&m_values[root]);
        if (dict == nullptr) {
            refuseUnsupported(m_file, "it holds something else than a state dict",
                              "Save the model's state_dict with torch.save.");
        }
        std::vector<PickledTensor> tensors;
        tensors.reserve(dict->items.size());
        std::set<std::string_view> names;
        for (const auto& [key, value] : dict->items) {
            const auto* name = std::get_if<std::string>(&m_values[key]);
            if (name == nullptr) {
                refuseUnsupported(m_file, "its state dict has a key that is no text",
                                  "Save the model's state_dict with torch.save.");
            }
            const auto* tensor = std::get_if<PickledTensor>(&m_values[value]);
            if (tensor == nullptr) {
                refuseUnsupported(m_file, "the entry " + quotedText(*name) + " of its state dict is no tensor",
                                  "Save the model's state_dict alone, without optimizer or other values.");
            }
            if (!names.insert(*name).second) {
                refuseDamaged(m_file, "tensor " + quotedText(*name) + " appears twice");
            }
            tensors.push_back(*tensor);
            tensors.back().name = *name;
        }
        return tensors;
    }

    ByteReader m_reader;
    const std::string& m_file;
    std::vector<Value> m_values;
    std::vector<Index> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::map<std::uint32_t, Index> m_memo;
};

} // namespace

std::vector<PickledTensor> readStateDict(std::span<const std::byte> pickle, const std::string& file) {
    if (pickle.size() > kLongestPickle) {
        refuseUnsupported(file, "its pickle is longer than 16 MiB",
                          "A state dict needs far less: check where the file comes from.");
    }
    return PickleReader(pickle, file).read();
}

} // namespace trutina::engine

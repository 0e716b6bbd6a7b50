/* A shared object, from its file to an entry that can be trusted to be one.
 *
 * The file is looked at before the loader sees it: the loader's own words say too little, and a
 * file that was cut off could end the program. */
#include "core/host/plugin_manifest.h"
#include "core/host/plugin_object.h"

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(const char *path, struct tp_err *err, const char *why)
{
    return tp_err_set(err, TP_EDEVICE, "%s %s", path, why);
}

/* ---- the file ---- */

static const char *machine_name(unsigned machine)
{
    switch (machine) {
    case EM_X86_64:
        return "x86-64";
    case EM_386:
        return "32-bit x86";
    case EM_AARCH64:
        return "64-bit ARM";
    case EM_ARM:
        return "32-bit ARM";
    case EM_RISCV:
        return "RISC-V";
    default:
        return "another machine";
    }
}

/* The first bytes of this program: what an object must be like. */
static bool own_header(ElfW(Ehdr) * own)
{
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    bool read_all = file >= 0 && pread(file, own, sizeof *own, 0) == (ssize_t)sizeof *own;
    if (file >= 0)
        close(file);
    return read_all;
}

static int check_header(const char *path, const ElfW(Ehdr) * header, struct tp_err *err)
{
    ElfW(Ehdr) own;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return refuse(path, err, "is not a shared object");
    if (!own_header(&own))
        return 0;
    if (header->e_ident[EI_CLASS] != own.e_ident[EI_CLASS] ||
        header->e_ident[EI_DATA] != own.e_ident[EI_DATA] || header->e_machine != own.e_machine)
        return tp_err_set(err, TP_EDEVICE,
                          "%s was built for %s, and this machine is %s: build it here", path,
                          machine_name(header->e_machine), machine_name(own.e_machine));
    if (header->e_type != ET_DYN)
        return refuse(path, err, "is not a shared object");
    return 0;
}

/* All that is to be mapped lies within the file. */
static int check_length(const char *path, int file, const ElfW(Ehdr) * header, off_t length,
                        struct tp_err *err)
{
    ElfW(Phdr) part;
    for (unsigned i = 0; i < header->e_phnum; i++) {
        off_t at = (off_t)(header->e_phoff + (size_t)i * sizeof part);
        if (header->e_phentsize != sizeof part ||
            pread(file, &part, sizeof part, at) != (ssize_t)sizeof part ||
            (part.p_type == PT_LOAD &&
             (part.p_offset > (size_t)length || part.p_filesz > (size_t)length - part.p_offset)))
            return refuse(path, err, "is damaged: it was cut off");
    }
    return 0;
}

static int check_open_file(const char *path, int file, struct tp_err *err)
{
    struct stat about;
    ElfW(Ehdr) header;
    if (fstat(file, &about) < 0 || !S_ISREG(about.st_mode) ||
        pread(file, &header, sizeof header, 0) != (ssize_t)sizeof header)
        return refuse(path, err, "is not a shared object");
    int rc = check_header(path, &header, err);
    return rc < 0 ? rc : check_length(path, file, &header, about.st_size, err);
}

static int check_file(const char *path, struct tp_err *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT)
        return refuse(path, err, "is not there: was it built?");
    if (file < 0)
        return tp_err_set(err, TP_EDEVICE, "%s cannot be read: %s", path, strerror(errno));
    int rc = check_open_file(path, file, err);
    close(file);
    return rc;
}

/* ---- the entry ---- */

static int check_version(const char *path, const struct tp_plugin *entry, struct tp_err *err)
{
    if (entry->abi_major != TP_PLUGIN_ABI_MAJOR)
        return tp_err_set(err, TP_EDEVICE,
                          "%s was built for version %u of the interface, and this program has "
                          "version %u: %s",
                          path, entry->abi_major, TP_PLUGIN_ABI_MAJOR,
                          entry->abi_major > TP_PLUGIN_ABI_MAJOR ? "it needs a newer program"
                                                                 : "build it anew");
    if (entry->need_minor > TP_PLUGIN_ABI_MINOR)
        return tp_err_set(err, TP_EDEVICE,
                          "%s needs version %u.%u of the interface, and this program has %u.%u: it "
                          "needs a newer program",
                          path, entry->abi_major, entry->need_minor, TP_PLUGIN_ABI_MAJOR,
                          TP_PLUGIN_ABI_MINOR);
    if (entry->struct_size < sizeof *entry)
        return refuse(path, err, "has a table that is too short: build it anew");
    return 0;
}

static int check_functions(const char *path, const struct tp_plugin *entry, struct tp_err *err)
{
    bool has_voice = TP_PLUGIN_HAS(entry, voice) && TP_PLUGIN_HAS(entry->voice, release) &&
                     entry->voice->open && entry->voice->close && entry->voice->gain &&
                     entry->voice->speak;
    if ((entry->kinds & TP_PLUGIN_VOICE) && !has_voice)
        return refuse(path, err, "is a voice without the functions of one");
    if ((entry->kinds & ~(unsigned)TP_PLUGIN_VOICE) &&
        !(entry->create && entry->start && entry->stop && entry->destroy))
        return refuse(path, err, "lacks one of create, start, stop and destroy");
    if ((entry->kinds & TP_PLUGIN_OUTPUT) && !entry->set)
        return refuse(path, err, "is an output without the function set");
    return 0;
}

static int check_entry(const struct tp_manifest *manifest, const struct tp_plugin *entry,
                       struct tp_err *err)
{
    int rc = check_version(manifest->object, entry, err);
    if (rc < 0)
        return rc;
    if (!entry->id || strcmp(entry->id, manifest->id) != 0)
        return tp_err_set(err, TP_EDEVICE, "%s calls itself '%.40s', and its manifest says '%s'",
                          manifest->object, entry->id ? entry->id : "", manifest->id);
    if (entry->kinds != manifest->kinds)
        return refuse(manifest->object, err, "is of other kinds than its manifest says");
    return check_functions(manifest->object, entry, err);
}

int tp_plugin_object_load(const struct tp_manifest *manifest, const struct tp_plugin **out,
                          struct tp_err *err)
{
    int rc = check_file(manifest->object, err);
    if (rc < 0)
        return rc;
    void *object = dlopen(manifest->object, RTLD_NOW | RTLD_LOCAL);
    if (!object)
        return tp_err_set(err, TP_EDEVICE, "it cannot be loaded: %s", dlerror());
    const struct tp_plugin *entry = dlsym(object, "tp_plugin_entry");
    rc = entry ? check_entry(manifest, entry, err)
               : refuse(manifest->object, err, "has no tp_plugin_entry, and so is no plugin");
    if (rc < 0)
        dlclose(object);
    else
        *out = entry;
    return rc;
}

int tp_plugin_object_voice(const struct tp_manifest *manifest, const struct tp_plugin_voice **out,
                           struct tp_err *err)
{
    const struct tp_plugin *entry;
    int rc = tp_plugin_object_load(manifest, &entry, err);
    if (rc < 0)
        return rc;
    if (!(entry->kinds & TP_PLUGIN_VOICE))
        return refuse(manifest->object, err, "is not a voice");
    if (!entry->version || strcmp(entry->version, manifest->version) != 0)
        return tp_err_set(err, TP_EDEVICE, "%s is version %.40s, and its manifest says %s",
                          manifest->object, entry->version ? entry->version : "none",
                          manifest->version);
    *out = entry->voice;
    return 0;
}

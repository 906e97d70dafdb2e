//! The fence of a process that handles a stranger's bytes: called by the process on itself, before
//! it has seen one of them. In: what it may still do. Out: what the system enforces of the rest.
//!
//! What must stay true: a right once dropped is never regained, by this process, by the threads
//! that it starts later or by the program that it becomes; what cannot be enforced is told.

use serde::{Deserialize, Serialize};

/// What a fenced process may do beyond reading and writing what is open already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Rights {
    /// Folders whose files may be read, with all below them; none: no file at all.
    pub(in crate::extract) read: &'static [&'static str],
    /// Whether it may become another program (from the folders in `read`). It cannot have others
    /// beside it in any case: a new process is refused, a new thread is not.
    pub(in crate::extract) execute: bool,
}

/// What is enforced, so that nobody has to believe it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The process can gain no privilege, not even by a program that gives it.
    pub no_new_privileges: bool,
    /// Files are closed off by the kernel's Landlock: `full`, `partial` or `none`.
    pub landlock: String,
    /// System calls for files, network, programs and processes are refused.
    pub system_calls: bool,
    /// The process ends when the one that started it does.
    pub ends_with_parent: bool,
}

impl std::fmt::Display for Fence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let yes = |yes: bool| if yes { "yes" } else { "no" };
        let landlock = if self.landlock.is_empty() { "none" } else { &self.landlock };
        write!(
            f,
            "no new privileges: {}, system calls refused: {}, landlock: {landlock}, ends with parent: {}",
            yes(self.no_new_privileges),
            yes(self.system_calls),
            yes(self.ends_with_parent)
        )
    }
}

/// Closes what was inherited beyond the three standard streams, and drops all but `rights`.
///
/// Holds for the calling thread and for those that it starts: call it before there are others.
#[cfg(target_os = "linux")]
pub(in crate::extract) fn enter(rights: &Rights) -> Fence {
    close_inherited();
    Fence {
        ends_with_parent: nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGKILL).is_ok(),
        no_new_privileges: nix::sys::prctl::set_no_new_privs().is_ok(),
        landlock: linux::landlock(rights).to_owned(),
        system_calls: linux::refuse(rights),
    }
}

/// Elsewhere there are the limits only.
#[cfg(not(target_os = "linux"))]
pub(in crate::extract) fn enter(_: &Rights) -> Fence {
    close_inherited();
    Fence { landlock: "none".to_owned(), ..Fence::default() }
}

/// A shell may have left descriptors open for its children, and so for ours.
#[cfg(unix)]
fn close_inherited() {
    let Ok(open) = std::fs::read_dir("/dev/fd") else { return };
    let open: Vec<i32> = open
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|descriptor| *descriptor > 2)
        .collect();
    for descriptor in open {
        let _ = nix::unistd::close(descriptor);
    }
}

#[cfg(not(unix))]
fn close_inherited() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreatedAttr,
        RulesetStatus, Scope, path_beneath_rules,
    };
    use nix::libc;
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, apply_filter,
    };

    use super::Rights;

    /// Everything this version knows is closed; an older kernel closes what it knows.
    const NEWEST: ABI = ABI::V6;

    type Rules = BTreeMap<i64, Vec<SeccompRule>>;

    pub(super) fn landlock(rights: &Rights) -> &'static str {
        let mut allowed: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::ReadDir;
        if rights.execute {
            allowed |= AccessFs::Execute;
        }
        let restricted = Ruleset::default()
            .handle_access(AccessFs::from_all(NEWEST))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(NEWEST)))
            .and_then(|rules| rules.scope(Scope::from_all(NEWEST)))
            .and_then(Ruleset::create)
            .and_then(|rules| rules.add_rules(path_beneath_rules(rights.read, allowed)))
            .and_then(landlock::RulesetCreated::restrict_self);
        match restricted.map(|status| status.ruleset) {
            Ok(RulesetStatus::FullyEnforced) => "full",
            Ok(RulesetStatus::PartiallyEnforced) => "partial",
            _ => "none",
        }
    }

    /// Whether both filters stand: one refuses, the other says that a call does not exist, so that
    /// the C library falls back to one whose arguments can be looked at.
    pub(super) fn refuse(rights: &Rights) -> bool {
        let absent = [libc::SYS_clone3, libc::SYS_openat2].map(|call| (call, Vec::new()));
        install(absent.into(), libc::ENOSYS)
            && refused(rights).is_some_and(|rules| install(rules, libc::EPERM))
    }

    fn install(mut rules: Rules, errno: i32) -> bool {
        also_by_the_other_numbers(&mut rules);
        let number = u32::try_from(errno).unwrap_or(1);
        let filter = std::env::consts::ARCH.try_into().and_then(|arch| {
            SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(number), arch)
        });
        let program: Option<BpfProgram> = filter.ok().and_then(|filter| filter.try_into().ok());
        program.is_some_and(|program| apply_filter(&program).is_ok())
    }

    /// The same calls have second numbers on x86-64, from the time of 32-bit pointers.
    fn also_by_the_other_numbers(rules: &mut Rules) {
        if cfg!(target_arch = "x86_64") {
            const OTHER: i64 = 0x4000_0000;
            let other: Vec<i64> = rules
                .keys()
                .map(|call| call | OTHER)
                .chain((512..548).map(|call| call | OTHER))
                .collect();
            rules.extend(other.into_iter().map(|call| (call, Vec::new())));
        }
    }

    /// The calls that are refused, always or with certain arguments.
    fn refused(rights: &Rights) -> Option<Rules> {
        let mut rules: Rules =
            NETWORK.iter().chain(OTHERS).chain(CHANGES).map(|call| (*call, Vec::new())).collect();
        if !rights.execute {
            rules.extend([libc::SYS_execve, libc::SYS_execveat].map(|call| (call, Vec::new())));
        }
        rules.insert(libc::SYS_clone, vec![rule(0, libc::CLONE_THREAD, 0)?]);
        let mut opening = vec![(libc::SYS_openat, 2)];
        #[cfg(target_arch = "x86_64")]
        {
            opening.push((libc::SYS_open, 1));
            let old = [
                libc::SYS_fork,
                libc::SYS_vfork,
                libc::SYS_creat,
                libc::SYS_unlink,
                libc::SYS_rename,
                libc::SYS_mkdir,
                libc::SYS_rmdir,
                libc::SYS_link,
                libc::SYS_symlink,
                libc::SYS_mknod,
                libc::SYS_chmod,
                libc::SYS_chown,
                libc::SYS_lchown,
            ];
            rules.extend(old.map(|call| (call, Vec::new())));
        }
        for (call, flags) in opening {
            // Without a right to read no file is opened at all; with one, none for writing.
            let mut kinds = Vec::new();
            if !rights.read.is_empty() {
                for bit in [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC] {
                    kinds.push(rule(flags, bit, bit)?);
                }
            }
            rules.insert(call, kinds);
        }
        Some(rules)
    }

    /// Holds where the argument at `index`, under `mask`, is `value`.
    fn rule(index: u8, mask: i32, value: i32) -> Option<SeccompRule> {
        let mask = u64::try_from(mask).ok()?;
        let value = u64::try_from(value).ok()?;
        let condition = SeccompCondition::new(
            index,
            SeccompCmpArgLen::Qword,
            SeccompCmpOp::MaskedEq(mask),
            value,
        );
        SeccompRule::new(vec![condition.ok()?]).ok()
    }

    const NETWORK: &[i64] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_sendmmsg,
        libc::SYS_recvfrom,
        libc::SYS_recvmsg,
        libc::SYS_recvmmsg,
    ];

    /// Other processes, and the parts of the kernel that no reader needs. `io_uring` would do files
    /// and network past this filter.
    const OTHERS: &[i64] = &[
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pidfd_send_signal,
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_keyctl,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_open_by_handle_at,
        libc::SYS_memfd_create,
        libc::SYS_shmget,
        libc::SYS_msgget,
        libc::SYS_mq_open,
    ];

    /// What changes files or their names.
    const CHANGES: &[i64] = &[
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        libc::SYS_mkdirat,
        libc::SYS_linkat,
        libc::SYS_symlinkat,
        libc::SYS_mknodat,
        libc::SYS_fchmodat,
        libc::SYS_fchownat,
        libc::SYS_truncate,
        libc::SYS_setxattr,
        libc::SYS_utimensat,
    ];
}
